import type { CommonContext } from '../case.ts';
import { goBy } from './go-by.ts';
import { hold } from './kinds.ts';

/**
 * A built-in strategy (`of`) that holds so many bytes of a kind besides, from one event to another: `start`, before its nth
 * request (`request 3`), behind its nth item (`document 1`), `end`. It takes lists of what to fetch from their ends: the
 * smaller parts come first, so that there is a middle before its peak.
 */
export default async function* holding(context: CommonContext): AsyncGenerator<unknown> {
  const { of, kind, bytes, from, until, ...params } = context.params;
  const strategy = await context.builtIn(String(of));
  let held: unknown = null;
  const happens = (event: string): void => {
    if (event === from) held = hold(String(kind), Number(bytes));
    if (event === until) held = null;
  };
  let requests = 0;
  const counting = <Client extends object>(client: Client): Client =>
    new Proxy(client, {
      get: (target, name) => {
        const ask: unknown = Reflect.get(target, name);
        if (typeof ask !== 'function') return ask;
        return (...args: unknown[]) => {
          requests += 1;
          happens(`request ${requests}`);
          return ask.apply(target, args);
        };
      },
    });
  happens('start');
  const { params: _, signal, builtIn, ...own } = context;
  const observed = Object.fromEntries(
    Object.entries(own as Readonly<Record<string, unknown>>).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.toReversed() : counting(value as object),
    ]),
  );
  const items = goBy(strategy, { ...observed, signal, builtIn, params });
  let number = 0;
  for await (const item of items) {
    number += 1;
    happens(`document ${number}`);
    yield item;
  }
  // As of a strategy that waits for its next answer: idle asks for none, and is otherwise over before anything looks.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  happens('end');
  if (held === undefined) throw new Error('never: this keeps what is held alive until here');
}

import type { WorkflowDocument } from '../json.ts';
import type { StrategyContext } from '../strategies/context.ts';
import { loadStrategy } from '../strategies/registry.ts';
import { hold } from './kinds.ts';

/**
 * A built-in strategy (`of`) that holds so many bytes of a kind besides, from one event to another: `start`, before its nth
 * request (`request 3`), behind its nth document (`document 1`), `end`. It fetches the smaller statuses first, so that
 * there is a middle before its peak.
 */
export default async function* holding(context: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const { of, kind, bytes, from, until, ...params } = context.params;
  const strategy = await loadStrategy(String(of));
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
  const documents = strategy({
    ...context,
    reqmgr: counting(context.reqmgr),
    couch: counting(context.couch),
    statuses: context.statuses.toReversed(),
    params,
  });
  let number = 0;
  for await (const document of documents) {
    number += 1;
    happens(`document ${number}`);
    yield document;
  }
  // As of a strategy that waits for its next answer: idle asks for none, and is otherwise over before anything looks.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  happens('end');
  if (held === undefined) throw new Error('never: this keeps what is held alive until here');
}

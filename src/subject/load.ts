import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../errors/user-error.ts';
import type { CaseSubject, Consumer, Strategy } from './case.ts';

/** Loads all strategies and consumers of a case, to have them compiled. */
export const loadAll = async ({ strategies, consumers }: CaseSubject): Promise<void> => {
  await Promise.all([...Object.values(strategies), ...Object.values(consumers)].map((load) => load()));
};

/** Of any case: what a strategy takes is what its own case has opened. */
interface BuiltIn {
  readonly strategies: Readonly<Record<string, () => Promise<{ readonly default: Strategy<never> }>>>;
  readonly example: string;
}

/** A built-in strategy by its name, or the default export of a user's module by its absolute path. */
export const loadStrategy = async (
  nameOrPath: string,
  { strategies, example }: BuiltIn,
): Promise<Strategy<never>> => {
  if (Object.hasOwn(strategies, nameOrPath)) {
    const load = strategies[nameOrPath];
    if (load !== undefined) return (await load()).default;
  }
  if (!isAbsolute(nameOrPath)) {
    throw new UserError(`no strategy is named "${nameOrPath}"`, {
      advice: `Known: ${Object.keys(strategies).join(', ')}. A module of your own is given by its absolute path.`,
    });
  }
  const advice = `Export one by default: ${example}`;
  const exported = (await importModule(nameOrPath)).default;
  if (exported === undefined)
    throw new UserError(`strategy module ${nameOrPath} has no default export`, { advice });
  if (typeof exported !== 'function') {
    throw new UserError(`the default export of strategy module ${nameOrPath} is not a function`, { advice });
  }
  return exported as Strategy<never>;
};

const importModule = async (path: string): Promise<{ readonly default?: unknown }> => {
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    // Late, so that it is in no figure.
    const { whyNotLoadedFrom } = await import('../errors/load-place.ts');
    throw new UserError(`strategy module ${path} cannot be loaded: ${await whyNotLoadedFrom(cause, path)}`, {
      cause,
    });
  }
};

/** The harness has checked the name. @param data see `Connection` */
export const loadConsumer = async (
  name: string,
  { consumers, consumerOf }: CaseSubject,
  data: unknown,
): Promise<Consumer> => {
  const load = consumers[name];
  // What it takes is what its own case has opened.
  if (load !== undefined) return (await load()).default as Consumer;
  if (consumerOf === undefined) throw new Error(`no consumer is named "${name}"`);
  return (await consumerOf(name, data)) as Consumer;
};

/** What a strategy yields. A user's module is checked by nobody else. */
export const iterate = <Context>(
  strategy: (context: never) => unknown,
  context: Context,
  example: string,
): AsyncIterable<unknown> => {
  const items: unknown = strategy(context as never);
  if (typeof items === 'object' && items !== null) {
    if (Symbol.asyncIterator in items || Symbol.iterator in items) return items as AsyncIterable<unknown>;
  }
  throw new UserError('the strategy returns nothing that can be iterated', {
    advice: `Make it an async generator: ${example}`,
  });
};

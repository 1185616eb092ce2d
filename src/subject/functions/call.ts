import { pathToFileURL } from 'node:url';
import { UserError } from '../../errors/user-error.ts';
import type { SubjectJob } from '../../record/messages/subject.ts';

/** Calls the function that is measured once, and waits for what it promises. */
export type Call = () => Promise<unknown>;

/** Loads a function. It is given the arguments, and behind them the parameters as an object if there are any. */
export const loadCall = async (
  call: NonNullable<SubjectJob['call']>,
  params: SubjectJob['params'],
): Promise<Call> => {
  const { module: file } = call;
  const found = functionIn(await load(file), call.export, file);
  const args = Object.keys(params).length === 0 ? call.args : [...call.args, params];
  return async () => {
    const result: unknown = await found(...args);
    if (!isGenerator(result)) return result;
    throw new UserError(
      `the function "${call.export}" of ${file} returned a generator, of which nobody asks anything`,
      {
        advice:
          'Let a function that calls it take what it yields; what yields items is a strategy, without the key function.',
      },
    );
  };
};

type Exports = Readonly<Record<string, unknown>>;

const load = async (file: string): Promise<Exports> => {
  try {
    return (await import(pathToFileURL(file).href)) as Exports;
  } catch (cause) {
    // Late, so that it is in no figure.
    const { whyNotLoadedFrom } = await import('../../errors/load-place.ts');
    throw new UserError(`the module ${file} cannot be loaded: ${await whyNotLoadedFrom(cause, file)}`, {
      cause,
    });
  }
};

const functionIn = (exported: Exports, name: string, file: string): ((...args: unknown[]) => unknown) => {
  // What CommonJS exports stands in its default, and by name only where Node has found it by reading.
  const inDefault = exported.default as Exports | null | undefined;
  const found = Object.hasOwn(exported, name) ? exported[name] : inDefault?.[name];
  if (typeof found === 'function') return found as (...args: unknown[]) => unknown;
  const names = Object.keys(exported);
  const advice = names.length === 0 ? 'It exports nothing.' : `It exports ${names.join(', ')}.`;
  throw found === undefined
    ? new UserError(`the module ${file} has no export "${name}"`, { advice })
    : new UserError(`the export "${name}" of ${file} is no function`, { advice });
};

const isGenerator = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'next' in value &&
  typeof value.next === 'function' &&
  (Symbol.asyncIterator in value || Symbol.iterator in value);

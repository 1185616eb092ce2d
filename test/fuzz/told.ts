import { expect, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { UserError } from '../../src/errors/user-error.ts';

/** What no text that a user reads may hold: a value that was not there, or a defect's trace. */
const unfit = /\bundefined\b|\bNaN\b|\[object |^\s+at .*:\d+:\d+\)?$|defect of Tidemark/m;

export const expectFit = (...texts: readonly string[]): void => {
  for (const text of texts) {
    const found = unfit.exec(text);
    if (found !== null)
      expect.fail(`it says "${text.slice(Math.max(0, found.index - 80), found.index + 80)}"`);
  }
};

/** Runs an action that may refuse its input, in a message that is fit to be read. Null where it does. */
export const unlessRefused = async <T>(action: () => T | Promise<T>): Promise<T | null> => {
  try {
    return await action();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    expectFit(thrown.report);
    return null;
  }
};

const streams = [process.stdout, process.stderr];

/** Runs a command in this process: its exit code is one that is documented, and what it says is fit to be read. */
export const expectCommand = async (args: readonly string[]): Promise<void> => {
  const written: string[] = [];
  // As streams do: what they have written, they tell.
  const keep = (text: unknown, ...rest: readonly unknown[]): boolean => {
    written.push(String(text));
    for (const one of rest) if (typeof one === 'function') process.nextTick(one);
    return true;
  };
  const spies = streams.map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
  const heard = streams.map((stream) => stream.listeners('error'));
  let exitCode: number;
  try {
    exitCode = await main(args);
  } finally {
    for (const spy of spies) spy.mockRestore();
    // A process has one command, and its listeners end with it.
    for (const [i, stream] of streams.entries())
      for (const one of stream.listeners('error'))
        if (!heard[i]?.includes(one)) stream.off('error', one as () => void);
  }
  const told = written.join('');
  expect([0, 1, 2, 3, 4], told).toContain(exitCode);
  expectFit(told);
};

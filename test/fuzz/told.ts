import { expect } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { inProcess } from '../cli/command.ts';

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

/** Runs a command in this process: its exit code is one that is documented, and what it says is fit to be read. */
export const expectCommand = async (args: readonly string[]): Promise<void> => {
  const { exitCode, stdout, stderr } = await inProcess(args, process.cwd());
  expect([0, 1, 2, 3, 4], stderr).toContain(exitCode);
  expectFit(stdout, stderr);
};

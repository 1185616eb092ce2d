import { SystemFailure } from '../../errors/system-failure.ts';
import { tellFailure } from '../exit-codes.ts';

/**
 * Watches over stdout and stderr, whose failures come as events. A reader that has seen enough (`| head`) is no error: the
 * reports are on disk anyway. A disk that is full is one.
 */
export const watchOutput = (): { readonly settle: () => Promise<boolean> } => {
  let lost: Error | null = null;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // EIO: of a terminal that has been closed.
      if (error.code !== 'EPIPE' && !(error.code === 'EIO' && stream.isTTY)) lost ??= error;
    });
  }
  return {
    /** Whether all that was written has arrived, or nobody wanted it. */
    settle: async () => {
      for (const stream of [process.stdout, process.stderr]) {
        if (stream.writable) await new Promise((resolve) => stream.write('', resolve));
      }
      if (lost !== null) tellFailure(new SystemFailure('cannot write the output', lost));
      return lost === null;
    },
  };
};

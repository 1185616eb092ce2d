import { complain } from './terminal/print.ts';

/** Shells say 128 + the signal's number; SIGINT is 2. */
export const interruptedExitCode = 130;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal's SIGINT comes twice, by a launcher as well; a person's second one later. */
const sameMs = 1_000;

/** Tells where nothing else will be, and returns the exit code. */
export const tellNothingMeasured = (): number => {
  complain('tidemark: interrupted before anything was measured\n');
  return interruptedExitCode;
};

/**
 * Runs work that SIGINT, SIGTERM or SIGHUP interrupts: its signal is aborted, and it says itself how far it came.
 * @param settle is called when the work has ended, however it did
 */
export const interruptible = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  settle: () => void = () => {},
): Promise<T> => {
  const interruption = new AbortController();
  let firstAt: number | null = null;
  const interrupt = (): void => {
    firstAt ??= performance.now();
    // Who asks again does not want to wait for reports; what was started ends all the same.
    if (performance.now() - firstAt > sameMs) process.exit(interruptedExitCode);
    interruption.abort();
  };
  // Not once(): a listener that has gone when the signal is passed on lets other listeners end this process.
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await work(interruption.signal);
  } finally {
    settle();
    for (const signal of signals) process.removeListener(signal, interrupt);
  }
};

/** Shells say 128 + the signal's number; SIGINT is 2. */
export const interruptedExitCode = 130;

/**
 * Runs work that SIGINT or SIGTERM interrupts: its signal is aborted, and what it then throws does not count.
 * @param settle is called when the work has ended, however it did
 */
export const interruptible = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  settle: () => void = () => {},
): Promise<T | 'interrupted'> => {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  // Not once(): a listener that has gone when the signal is passed on lets other listeners end this process.
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const result = await work(interruption.signal);
    return interruption.signal.aborted ? 'interrupted' : result;
  } catch (thrown) {
    if (interruption.signal.aborted) return 'interrupted';
    throw thrown;
  } finally {
    settle();
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
};

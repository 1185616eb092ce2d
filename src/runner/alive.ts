/** Whether there is such a process, of whomever. */
export const isAlive = (pid: number): boolean => signalProcess(pid, 0);

/** False if there is no such process. */
export const signalProcess = (pid: number, what: NodeJS.Signals | 0): boolean => {
  try {
    process.kill(pid, what);
    return true;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    if (code === 'EPERM') return true;
    throw thrown;
  }
};

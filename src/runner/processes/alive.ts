import { readFileSync } from 'node:fs';

/**
 * Whether there is such a process, of whomever, and it has not ended: in a container whose first process asks after none
 * (`sleep`, say), the ended ones keep their ids for good.
 */
export const isAlive = (pid: number): boolean => signalProcess(pid, 0) && !isZombie(pid);

/** man 5 proc_pid_stat: the state follows the name, which may hold anything. Without /proc nobody is known to be one. */
const isZombie = (pid: number): boolean => {
  try {
    return /^.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

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

import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { until } from '../until.ts';

/** A process that has ended may stay as a zombie until somebody waits for it. */
const isGone = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null || /\) [ZX] /.test(stat);
};

/** Waits until the process has ended. */
export const untilGone = (pid: string): Promise<void> =>
  until(async () => expect(await isGone(Number(pid))).toBe(true));

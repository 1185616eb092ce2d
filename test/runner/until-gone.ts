import { readFile } from 'node:fs/promises';
import { expect, vi } from 'vitest';

/** A process that has ended may stay as a zombie until somebody waits for it. */
const isGone = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null || /\) [ZX] /.test(stat);
};

/** Fails if the process is still alive after ten seconds. */
export const untilGone = (pid: string): Promise<void> =>
  vi.waitFor(async () => expect(await isGone(Number(pid))).toBe(true), { timeout: 10_000 });

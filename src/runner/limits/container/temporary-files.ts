import { existsSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Whether temporary files lie in memory here. Of a folder that is missing, whoever writes there will tell. */
export const temporaryInMemory = (): boolean => {
  const folder = path.resolve(os.tmpdir());
  return process.platform === 'linux' && existsSync(folder) && isMemory(statfsSync(folder).type);
};

/** Whether a file system of this type (statfs(2)) has its files in memory alone: they count there, and cannot be given back. */
export const isMemory = (type: number): boolean => type === tmpfs || type === ramfs;

const tmpfs = 0x0102_1994;
const ramfs = 0x8584_58f6;

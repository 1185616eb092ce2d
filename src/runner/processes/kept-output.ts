import { randomUUID } from 'node:crypto';
import { constants, fstatSync, ftruncateSync, readSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';

/** What a process writes somewhere: the beginning and the end of it, however much it is. */
export interface KeptOutput {
  readonly descriptor: number;
  /** All of little; of much both ends, in whole words, so that no half of a secret is left at a cut. */
  readonly text: () => string;
  readonly close: () => Promise<void>;
}

/** Bytes at either end: enough for the first failure and the last. */
const keptBytes = 2 ** 17;
/** A process that never stops writing would fill the disk, or where that is kept in memory, the memory. */
const largestBytes = 2 ** 23;
const checkEveryMs = 200;

/** @param folder where it lies, without a name: it is gone when nobody has it open any more */
export const keepOutput = async (folder: string): Promise<KeptOutput> => {
  const file = await openUnnamed(folder);
  const { fd } = file;
  /** Of what was cut away from the file. */
  let cut: { readonly head: Buffer; readonly tail: Buffer } | null = null;
  const keepSmall = (): void => {
    const { size } = fstatSync(fd);
    if (size <= largestBytes) return;
    cut = { head: cut?.head ?? readAt(fd, 0, keptBytes), tail: readAt(fd, size - keptBytes, keptBytes) };
    ftruncateSync(fd);
  };
  const watch = setInterval(keepSmall, checkEveryMs);
  watch.unref();
  return {
    descriptor: fd,
    text: () => {
      const { size } = fstatSync(fd);
      if (cut === null && size <= 2 * keptBytes) return readAt(fd, 0, size).toString();
      const head = cut?.head ?? readAt(fd, 0, keptBytes);
      const last = readAt(fd, Math.max(0, size - keptBytes), keptBytes);
      const tail = cut === null ? last : Buffer.concat([cut.tail, last]).subarray(-keptBytes);
      return `${head.toString().replace(/\S*$/, '')}\n…\n${tail.toString().replace(/^\S*/, '')}`;
    },
    close: () => {
      clearInterval(watch);
      return file.close();
    },
  };
};

/** Written at its end always, also after it was cut. */
const openUnnamed = async (folder: string): Promise<FileHandle> => {
  const name = path.join(folder, `output-${randomUUID()}`);
  const { O_RDWR, O_CREAT, O_EXCL, O_APPEND } = constants;
  const file = await open(name, O_RDWR | O_CREAT | O_EXCL | O_APPEND, 0o600);
  await rm(name);
  return file;
};

const readAt = (fd: number, position: number, length: number): Buffer => {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(fd, buffer, { position }));
};

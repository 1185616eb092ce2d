import { constants } from 'node:buffer';
import { appendFileSync, closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseJournal } from '../../cases/records.ts';
import { SystemFailure } from '../../errors/system-failure.ts';
import { UserError } from '../../errors/user-error.ts';
import type { JournalEntry, JournalHeader } from '../../record/journal/journal.ts';
import type { ReadJournal } from '../../record/journal/read-journal.ts';
import { shownPath, withoutByteOrderMark } from '../../scenario/yaml-file.ts';
import { formatBytes } from '../../units/bytes.ts';

/** A journal on disk: each entry is there, whole, when `append` returns. */
export interface JournalFile {
  readonly path: string;
  readonly append: (entry: JournalEntry) => void;
}

/** Another run has begun its journal in the folder, and whatever is there is that run's. */
export class FolderTaken extends UserError {}

const begin = (file: string): number => {
  try {
    return openSync(file, 'wx');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new FolderTaken(`another run has just begun ${shownPath(file)}`, {
      advice: 'Nothing was measured. Name another folder with --out DIR.',
      cause,
    });
  }
};

/**
 * Begins `samples.jsonl` in a folder.
 * @throws FolderTaken where one is already: a journal is never written over
 * @throws SystemFailure here or from `append`, with the file, where the system does not let it be written
 */
export const createJournal = (folder: string, header: JournalHeader): JournalFile => {
  const file = path.join(folder, journalName);
  const writing = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      throw new SystemFailure(`cannot write ${shownPath(file)}`, error);
    }
  };
  const first = begin(file);
  try {
    writing(() => writeFileSync(first, line(header)));
  } catch (error) {
    // Half a header is no journal, and would be reported as a damaged one.
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(first);
  }
  return { path: file, append: (entry) => writing(() => appendFileSync(file, line(entry))) };
};

const journalName = 'samples.jsonl';

/** The journal in a run's folder, as far as it goes. A UserError with file and line for one that is damaged. */
export const readJournal = async (folder: string): Promise<ReadJournal> => {
  const file = path.join(folder, journalName);
  return parseJournal(await readText(file), file);
};

/**
 * A text file, whole, without the mark of its byte order.
 * @throws UserError for what is no file: a pipe would be waited for without end
 * @throws SystemFailure for one that cannot be read, or is longer than V8's longest string
 */
export const readText = async (file: string): Promise<string> => {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) {
      const what = stats.isDirectory() ? 'a folder' : 'a pipe or a device';
      throw new UserError(`this is ${what}; expected a file`, {
        place: { file: shownPath(file) },
        advice: 'Copy what is to be read into a file of this name.',
      });
    }
    const { size } = stats;
    if (size > constants.MAX_STRING_LENGTH) {
      const most = formatBytes(constants.MAX_STRING_LENGTH);
      throw new Error(`it has ${formatBytes(size)}, and a text can have ${most} at most here; split the run`);
    }
    return withoutByteOrderMark(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new SystemFailure(`cannot read ${shownPath(file)}`, error);
  }
};

const line = (entry: JournalEntry): string => `${JSON.stringify(entry)}\n`;

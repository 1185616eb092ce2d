import { appendFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JournalEntry, JournalHeader } from '../record/journal.ts';
import { parseJournal, type ReadJournal } from '../record/read-journal.ts';

/** A journal on disk: each entry is there, whole, when `append` returns. */
export interface JournalFile {
  readonly path: string;
  readonly append: (entry: JournalEntry) => void;
}

/** Begins `samples.jsonl` in a folder. Fails where one is already: a journal is never written over. */
export const createJournal = (folder: string, header: JournalHeader): JournalFile => {
  const file = path.join(folder, 'samples.jsonl');
  writeFileSync(file, line(header), { flag: 'wx' });
  return { path: file, append: (entry) => appendFileSync(file, line(entry)) };
};

/** The journal in a run's folder, as far as it goes. A UserError with file and line for one that is damaged. */
export const readJournal = async (folder: string): Promise<ReadJournal> => {
  const file = path.join(folder, 'samples.jsonl');
  return parseJournal(await readFile(file, 'utf8'), file);
};

const line = (entry: JournalEntry): string => `${JSON.stringify(entry)}\n`;

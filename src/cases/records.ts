import { parseJournal as parseJournalOf, type ReadJournal } from '../record/journal/read-journal.ts';
import { baselineOf1, entryOf1, runOf1 } from './reqmgr2/version-1.ts';

/** A journal of this version, or of one before there were cases: see `record/journal/read-journal.ts`. */
export const parseJournal = (text: string, file: string): ReadJournal => parseJournalOf(text, file, entryOf1);

/** What is read of older versions' files, by their schemas. */
export const upgrades: Readonly<Record<string, (data: unknown) => unknown>> = {
  'tidemark/run@1': runOf1,
  'tidemark/baseline@1': baselineOf1,
};

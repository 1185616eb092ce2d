import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../errors/user-error.ts';
import type { Side } from '../../record/checks/changes.ts';
import type { Journal } from '../../record/journal/journal.ts';
import type { Sample } from '../../record/journal/sample.ts';
import type { Warning } from '../../record/run.ts';

/** A journal, and how messages call it. */
export interface NamedJournal {
  readonly name: string;
  readonly journal: Journal;
}

/**
 * Counted twice, the same evidence looks like more: rounds that agree to the byte, and an interval of no width. Two journals
 * are of one run if they have its id, or a sample in common, which tells a copy of an older version's.
 * @throws UserError that names the two
 */
export const assertDistinctRuns = (journals: readonly NamedJournal[]): void => {
  const byId = new Map<string, string>();
  const bySample = new Map<string, string>();
  for (const { name, journal } of journals) {
    const { id } = journal.header;
    const twin = id === undefined ? undefined : byId.get(id);
    if (twin !== undefined) throw sameRun(twin, name, `the run of ${journal.header.environment.startedAt}`);
    if (id !== undefined) byId.set(id, name);
    for (const sample of journal.samples) {
      const other = bySample.get(keyOf(sample));
      if (other !== undefined) throw sameRun(other, name, inWords(sample));
    }
    for (const sample of journal.samples) bySample.set(keyOf(sample), name);
  }
};

const sameRun = (one: string, other: string, what: string): UserError =>
  new UserError(one === other ? `${one} is named twice` : `${one} and ${other} both hold ${what}`, {
    advice: 'Name each run once: a copy of a run, or a link to it, is no further evidence.',
  });

/** No two runs take the sample of the same row, purpose and round in the same millisecond with the same outcome. */
const keyOf = ({ label, purpose, round, startedAt, outcome }: Sample): string =>
  JSON.stringify([label, purpose, round, startedAt, outcome]);

const inWords = ({ label, purpose, round, startedAt }: Sample): string =>
  `the sample "${label}" (${purpose}, round ${round}) of ${startedAt}`;

/** A warning where both sides of a comparison have the same readings of the same run: nothing could have changed. */
export const sameOnBothSides = (before: Side, after: Side): Warning[] =>
  isDeepStrictEqual(evidenceIn(before), evidenceIn(after))
    ? [
        {
          kind: 'same-run',
          label: null,
          message: `both sides are the run of ${after.environment.startedAt}: it is compared with itself`,
          advice: 'Name two runs: one of before the change, and one of after it.',
        },
      ]
    : [];

/** Not the flags, which `run.json` does not tell. */
const evidenceIn = ({ environment, results }: Side) => ({
  startedAt: environment.startedAt,
  results: results.map((result) =>
    result.status === 'completed' ? [result.label, result.readings] : [result.label, result.failure],
  ),
});

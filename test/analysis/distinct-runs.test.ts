import { expect, test } from 'vitest';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { assertDistinctRuns, sameOnBothSides } from '../../src/analysis/run/distinct-runs.ts';
import { mergeJournals } from '../../src/analysis/run/merge-journals.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import { productionJournal, retaken } from '../builders/journals.ts';

const old = productionJournal(3);
const withId = (journal: Journal, id: string): Journal => ({ ...journal, header: { ...journal.header, id } });

const faultOf = (...named: readonly (readonly [string, Journal])[]): string | null => {
  try {
    assertDistinctRuns(named.map(([name, journal]) => ({ name, journal })));
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.report;
    throw error;
  }
};

test.each<[string, readonly (readonly [string, Journal])[], string]>([
  [
    'a run that is named twice',
    [
      ['one', old],
      ['one', old],
    ],
    'one is named twice',
  ],
  [
    'a copy of a run that has an id, also where nothing was measured',
    [
      ['one', { ...withId(old, 'a'), samples: [] }],
      ['copy', withId(old, 'a')],
    ],
    'one and copy both hold the run of 2026-11-20T10:00:00.000Z',
  ],
  [
    'a copy of an older run without an id',
    [
      ['one', old],
      ['copy', { ...old, samples: old.samples.slice(0, 2) }],
    ],
    'one and copy both hold the sample "idle" (heap, round 1) of',
  ],
  [
    'a copy that was put under another id',
    [
      ['one', withId(old, 'a')],
      ['other', retaken(old)],
      ['copy', withId(old, 'b')],
    ],
    'one and copy both hold',
  ],
])('%s is refused, with both names', (_, named, message) => {
  const fault = faultOf(...named) ?? 'no error';
  expect(fault).toContain(message);
  expect(fault).toContain('Name each run once');
});

test('runs that read the same figures are two runs', () => {
  expect(
    faultOf(['one', withId(old, 'a')], ['two', withId(retaken(old), 'b')], ['three', retaken(old, 2)]),
  ).toBeNull();
});

test('a merge refuses the same evidence twice before it counts anything', () => {
  const one = { name: 'one', journal: old };
  expect(() => mergeJournals(one, [{ name: 'latest', journal: old }])).toThrow(/one and latest both hold/);
});

test('a comparison of a run with itself says so; one with another run of the same figures does not', () => {
  const side = sideOfJournal(old);
  expect(sameOnBothSides(side, side)).toMatchObject([{ kind: 'same-run' }]);
  expect(sameOnBothSides(side, sideOfJournal(retaken(old)))).toEqual([]);
});

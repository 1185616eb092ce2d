import { expect, test } from 'vitest';
import { openChurn } from '../../src/cases/reqmgr2/workload/churn/churn.ts';
import type { Status } from '../../src/cases/reqmgr2/workload/description.ts';
import type { Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import type { ChurnRates } from '../../src/record/journal/services-behaviour.ts';
import { checkCompleteness } from '../../src/runner/check/completeness.ts';
import { expectOf, fingerprintIn, openedDescription } from '../builders/reqmgr2.ts';
import { sampleDescription } from '../workload/descriptions.ts';

const profile = sampleDescription({ statuses: { announced: 40, rejected: 10, 'closed-out': 10 } });
const seed = 5;
const statuses: readonly Status[] = ['announced', 'rejected'];
const rates: ChurnRates = { change: 1, appear: 1, vanish: 1 };
const requests = 8;
const expecting = (churn: ChurnRates | null) =>
  expectOf(openedDescription(profile, statuses, { seed, churn }));
const expected = expecting(rates)('workload', requests);
const churn = openChurn(profile, seed, rates);

const fingerprintsOf = (workload: Workload, wanted = statuses) =>
  Array.from({ length: workload.size }, (_, i) => i)
    .filter((i) => wanted.includes(workload.statusAt(i)))
    .map((i) => fingerprintIn(workload.nameAt(i), workload.statusAt(i), workload.lastTransitionAt(i)));

test('without churn exactly the workflows in the statuses are expected', () => {
  const still = expecting(null);
  expect(still('workload', 100).versionByName.size).toBe(50);
  expect(still('nothing', 100).versionByName.size).toBe(0);
  expect(checkCompleteness(still('workload', 100), fingerprintsOf(churn.at(1)))).toMatchObject({
    processed: 50,
    digestMatches: true,
  });
});

test('under churn those that stayed as they were are expected, whichever request found them', () => {
  for (let request = 1; request <= requests; request++) {
    const processed = fingerprintsOf(churn.at(request));
    expect(checkCompleteness(expected, processed)).toMatchObject({
      missed: 0,
      duplicated: 0,
      stale: 0,
      digestMatches: true,
    });
  }
  // Seven changed and seven vanished, of which some were closed-out and not looked for.
  expect(expected.versionByName.size).toBeGreaterThanOrEqual(50 - 14);
  expect(expected.versionByName.size).toBeLessThan(50);
});

test('a workflow that stayed and is left out is missed, one that went may be', () => {
  const throughout = fingerprintsOf(churn.at(requests)).filter(({ name }) =>
    expected.versionByName.has(name),
  );
  expect(checkCompleteness(expected, throughout)).toMatchObject({ missed: 0, digestMatches: true });
  expect(checkCompleteness(expected, throughout.slice(1))).toMatchObject({ missed: 1, digestMatches: false });
});

test('of a workflow that passes any state counts that it was in, and no other', () => {
  const [before, after] = [churn.at(1), churn.at(requests)];
  const gone = fingerprintsOf(before).find(({ name }) => !expected.versionByName.has(name));
  if (gone === undefined) throw new Error('no workflow went');
  const sound = fingerprintsOf(after);
  expect(checkCompleteness(expected, [...sound, gone, gone])).toMatchObject({ digestMatches: true });
  const invented = { name: gone.name, version: gone.version + 1 };
  expect(checkCompleteness(expected, [...sound, invented])).toMatchObject({ stale: 1, digestMatches: false });
});

test('a workflow in a status that was not asked for is stale', () => {
  const closedOut = fingerprintsOf(churn.at(requests), ['closed-out']);
  expect(closedOut.length).toBeGreaterThan(0);
  const processed = [...fingerprintsOf(churn.at(requests)), ...closedOut];
  expect(checkCompleteness(expected, processed).stale).toBe(closedOut.length);
});

test('idle is expected to process nothing, whatever comes and goes', () => {
  const none = expecting(rates)('nothing', requests);
  expect(checkCompleteness(none, [])).toMatchObject({ expected: 0, digestMatches: true });
});

import { type Fingerprint, fingerprintOf } from '../record/fingerprint.ts';
import type { Variant } from '../record/sample.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { openChurn } from '../workload/churn.ts';
import { openWorkload } from '../workload/open.ts';
import { expectedFingerprints } from '../workload/summary.ts';
import { type ExpectedSet, expectSet } from './completeness.ts';

/** What a sample whose services answered so many requests must have processed. */
export type Expect = (yields: Variant['yields'], requests: number) => ExpectedSet;

/**
 * Exactly the workflows in the scenario's statuses; under churn, of these the ones that were there throughout the sample
 * in one status, while the others may be there in any state in which the strategy may have found them.
 */
export const createExpect = ({
  profile,
  seed,
  statuses,
  services: { churn },
}: Pick<Scenario, 'profile' | 'seed' | 'statuses' | 'services'>): Expect => {
  const nothing = expectSet([]);
  const workload = openWorkload(profile, seed);
  const all = [...expectedFingerprints(workload, statuses)];
  if (churn === null) {
    const whole = expectSet(all);
    return (yields) => (yields === 'nothing' ? nothing : whole);
  }

  const changing = openChurn(profile, seed, churn);
  return (yields, requests) => {
    if (yields === 'nothing') return nothing;
    const { touched, versions } = changing.until(Math.max(1, requests));
    const fingerprintAt = (index: number): Fingerprint =>
      fingerprintOf(workload.nameAt(index), workload.statusAt(index), workload.lastTransitionAt(index));
    const passing = versions
      .filter(({ foundIn }) => foundIn.some((status) => statuses.includes(status)))
      .map(({ name, status, lastTransition }) => fingerprintOf(name, status, lastTransition));
    const gone = new Set(touched.map((index) => fingerprintAt(index).name));
    return expectSet(
      all.filter(({ name }) => !gone.has(name)),
      passing,
    );
  };
};

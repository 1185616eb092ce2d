import { type Fingerprint, fingerprintOf } from '../../record/journal/fingerprint.ts';
import type { ExpectedItems } from '../../scenario/case.ts';
import { once } from '../../units/once.ts';
import type { Served } from './services.ts';
import { versionOf } from './version.ts';
import { openChurn } from './workload/churn/churn.ts';
import type { Status } from './workload/description.ts';
import { openWorkload } from './workload/open.ts';
import { expectedFingerprints, fingerprintAt } from './workload/summary.ts';

/**
 * Exactly the workflows in these statuses; under churn, of these the ones that were there throughout the sample in one
 * status, while the others may be there in any state in which the strategy may have found them.
 */
export const expectItems = (
  { description, seed, churn }: Served,
  statuses: readonly Status[],
): ((requests: number) => ExpectedItems) => {
  const workload = openWorkload(description, seed);
  // A million take a while, and whoever only plans asks for none.
  const all = once(() => [...expectedFingerprints(workload, statuses)]);
  if (churn === null) return once(() => ({ items: all(), passing: [] }));
  const changing = openChurn(description, seed, churn);
  return (requests) => {
    const { touched, versions } = changing.until(Math.max(1, requests));
    const passing = versions
      .filter(({ foundIn }) => foundIn.some((status) => statuses.includes(status)))
      .map(
        ({ name, status, lastTransition }): Fingerprint =>
          fingerprintOf(name, versionOf(name, status, lastTransition)),
      );
    const gone = new Set(touched.map((index) => fingerprintAt(workload, index).name));
    return { items: all().filter(({ name }) => !gone.has(name)), passing };
  };
};

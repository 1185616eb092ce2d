import { digestOf, type Fingerprint, fingerprintOf } from '../record/fingerprint.ts';
import type { WorkloadSummary } from '../record/journal.ts';
import type { Status } from './profile.ts';
import type { Workload } from './workload.ts';

/** The indices of the workflows in these statuses, a status after the other, each in the order of the names. */
export function* indicesIn(workload: Workload, statuses: readonly Status[]): Generator<number> {
  for (const status of statuses) {
    for (let n = 0; n < workload.countOf(status); n++) yield workload.nth(status, n);
  }
}

/** The fingerprints that a strategy which fetches these statuses must leave, each once. */
export function* expectedFingerprints(
  workload: Workload,
  statuses: readonly Status[],
): Generator<Fingerprint> {
  for (const index of indicesIn(workload, statuses)) {
    yield fingerprintOf(workload.nameAt(index), workload.statusAt(index), workload.lastTransitionAt(index));
  }
}

/** Counts, sizes and digest of the part of a workload that these statuses select. A mean of 0 for no workflow. */
export const summariseWorkload = (workload: Workload, statuses: readonly Status[]): WorkloadSummary => {
  const writer = workload.writer({ style: 'reqmgr' });
  let bytes = 0;
  let workflows = 0;
  for (const index of indicesIn(workload, statuses)) {
    bytes += writer.sizeAt(index);
    workflows += 1;
  }
  return {
    profile: workload.profile.name,
    workflows,
    byStatus: Object.fromEntries(statuses.map((status) => [status, workload.countOf(status)])),
    bytes,
    meanBytes: workflows === 0 ? 0 : bytes / workflows,
    nesting: workload.profile.documents.nesting,
    digest: digestOf(expectedFingerprints(workload, statuses)),
  };
};

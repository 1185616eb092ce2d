import { type Fingerprint, fingerprintOf, openDigest } from '../../../record/journal/fingerprint.ts';
import type { WorkloadSummary } from '../../../record/journal/journal.ts';
import { versionOf } from '../version.ts';
import type { Status } from './description.ts';
import type { Workload } from './workload.ts';

/** The indices of the workflows in these statuses, a status after the other, each in the order of the names. */
export function* indicesIn(workload: Workload, statuses: readonly Status[]): Generator<number> {
  for (const status of statuses) {
    for (let n = 0; n < workload.countOf(status); n++) yield workload.nth(status, n);
  }
}

/** What a strategy leaves that yields the workflow with this index. */
export const fingerprintAt = (workload: Workload, index: number): Fingerprint => {
  const name = workload.nameAt(index);
  return fingerprintOf(name, versionOf(name, workload.statusAt(index), workload.lastTransitionAt(index)));
};

/** The fingerprints that a strategy which fetches these statuses must leave, each once. */
export function* expectedFingerprints(
  workload: Workload,
  statuses: readonly Status[],
): Generator<Fingerprint> {
  for (const index of indicesIn(workload, statuses)) yield fingerprintAt(workload, index);
}

/** Counts, sizes and digest of the part of a workload that these statuses select. A mean of 0 for no workflow. */
export const summariseWorkload = (workload: Workload, statuses: readonly Status[]): WorkloadSummary => {
  const steps = summarySteps(workload, statuses);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/** A thousand take some 20 ms. */
const stepWorkflows = 1_000;

/** The same in steps, between which something else may happen. */
export function* summarySteps(
  workload: Workload,
  statuses: readonly Status[],
): Generator<void, WorkloadSummary> {
  const writer = workload.writer({ style: 'reqmgr' });
  const digest = openDigest();
  let bytes = 0;
  let workflows = 0;
  for (const index of indicesIn(workload, statuses)) {
    bytes += writer.sizeAt(index);
    digest.add(fingerprintAt(workload, index));
    workflows += 1;
    if (workflows % stepWorkflows === 0) yield;
  }
  return {
    name: workload.description.name,
    items: workflows,
    groups: Object.fromEntries(statuses.map((status) => [status, workload.countOf(status)])),
    bytes,
    meanBytes: workflows === 0 ? 0 : bytes / workflows,
    nesting: workload.description.documents.nesting,
    digest: digest.text(),
  };
}

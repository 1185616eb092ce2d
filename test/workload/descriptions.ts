import type { WorkloadDescription } from '../../src/cases/reqmgr2/workload/description.ts';

/** A description for tests; small enough to look at every document. */
export const sampleDescription = (changes: Partial<WorkloadDescription> = {}): WorkloadDescription => ({
  name: 'sample',
  statuses: { announced: 900, 'aborted-completed': 60, rejected: 40 },
  documents: {
    meanBytes: 18_800,
    types: { TaskChain: 0.5, StepChain: 0.35, ReReco: 0.1, Resubmission: 0.03, DQMHarvest: 0.02 },
    spread: 0.6,
    nesting: 0,
    longLumiLists: { share: 0.004, minBytes: 100_000, maxBytes: 400_000 },
  },
  names: [
    { prefix: 'pdmvserv_task_PPD-', campaigns: ['Run3Summer23BPixGS', 'Run3Winter24GS'], share: 0.4 },
    { prefix: 'cmsunified_task_GEN-', campaigns: ['RunIII2024Summer24wmLHEGS'], share: 0.6 },
  ],
  locks: { global: 20, parent: 5 },
  ...changes,
});

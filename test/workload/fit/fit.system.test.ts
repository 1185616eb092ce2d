import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WorkloadDescription } from '../../../src/cases/reqmgr2/workload/description.ts';
import { descriptionSchema } from '../../../src/cases/reqmgr2/workload/description-schema.ts';
import { sampleDescription } from '../descriptions.ts';
import { expectLike, fitThroughServices } from './likeness-of.ts';

const sound = (description: WorkloadDescription): boolean => descriptionSchema.safeParse(description).success;

/** Workloads as they might be found: sizes, mixes and shapes between what is usual and what is odd. */
const descriptions = fc
  .record({
    count: fc.integer({ min: 300, max: 1500 }),
    meanBytes: fc.integer({ min: 13_000, max: 30_000 }),
    chains: fc.double({ min: 0.5, max: 1, noNaN: true }),
    spread: fc.double({ min: 0.3, max: 0.8, noNaN: true }),
    longShare: fc.double({ min: 0, max: 0.01, noNaN: true }),
    nesting: fc.constantFrom(0, 0, 5, 12),
    keys: fc.double({ min: 0.6, max: 1.8, noNaN: true }),
    maxTasks: fc.integer({ min: 4, max: 40 }),
    remarks: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ count, meanBytes, chains, spread, longShare, nesting, ...shape }): WorkloadDescription => {
    const types = {
      TaskChain: chains * 0.6,
      StepChain: chains * 0.4,
      ReReco: 1 - chains,
      Resubmission: 0,
      DQMHarvest: 0,
    };
    const longLumiLists = { share: longShare, minBytes: 100_000, maxBytes: 400_000 };
    const documents = {
      ...{ meanBytes, types, spread, nesting, longLumiLists },
      shape: { ...shape, lengths: 1, maxLevels: null },
    };
    return sampleDescription({ statuses: { announced: count }, documents });
  })
  .filter(sound);

test('a workload that is fitted to any workload has its documents back', async () => {
  await fc.assert(
    fc.asyncProperty(descriptions, async (description) => {
      const fit = await fitThroughServices(description);
      expectLike(fit);
      expect(Math.abs(fit.description.documents.nesting - description.documents.nesting)).toBeLessThan(2);
    }),
    { numRuns: 25 },
  );
});

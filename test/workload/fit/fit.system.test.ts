import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WorkloadDescription } from '../../../src/cases/reqmgr2/workload/description.ts';
import { descriptionSchema } from '../../../src/cases/reqmgr2/workload/description-schema.ts';
import { sampleDescription } from '../descriptions.ts';
import { expectLike, fitThroughServices } from './likeness-of.ts';

const sound = (description: WorkloadDescription): boolean => descriptionSchema.safeParse(description).success;

const percent = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((number) => number / 100);

/** Workloads as they might be found: sizes, mixes and shapes between what is usual and what is odd. */
const descriptions = fc
  .record({
    count: fc.integer({ min: 300, max: 900 }),
    meanBytes: fc.integer({ min: 13_000, max: 30_000 }),
    chains: percent(50, 100),
    spread: percent(30, 80),
    longShare: percent(0, 1),
    nesting: fc.constantFrom(0, 0, 5, 12),
    keys: percent(60, 180),
    maxTasks: fc.integer({ min: 4, max: 40 }),
    remarks: percent(0, 100),
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
    { numRuns: 8, endOnFailure: true },
  );
});

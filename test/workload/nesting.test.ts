import { describe, expect, test } from 'vitest';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { summariseWorkload } from '../../src/cases/reqmgr2/workload/summary.ts';
import type { Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import { sampleDescription } from './descriptions.ts';

const target = Buffer.alloc(1_000_000);

const nested = (nesting: number): Workload => {
  const { documents, ...description } = sampleDescription();
  return openWorkload({ ...description, documents: { ...documents, nesting } }, 1);
};

const documentsOf = (workload: Workload): Record<string, unknown>[] =>
  Array.from({ length: workload.size }, (_, index) => {
    const end = workload.writer({ style: 'reqmgr' }).write(index, target, 0);
    return JSON.parse(target.toString('utf8', 0, end));
  });

/** Objects inside one another, the outermost counted. */
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('a description with nesting', () => {
  test.each([1, 8, 64])('of %i has so many levels in every document', (nesting) => {
    for (const { NestedSettings } of documentsOf(nested(nesting)))
      expect(depthOf(NestedSettings)).toBe(nesting);
  });

  test('of 0 has documents like the real ones', () => {
    for (const document of documentsOf(nested(0))) expect(document).not.toHaveProperty('NestedSettings');
  });

  test('keeps the mean size of a document within 3 %, and says its depth in the summary', () => {
    const { statuses } = sampleDescription();
    const summaries = [0, 1, 8, 64].map((nesting) =>
      summariseWorkload(nested(nesting), Object.keys(statuses) as (keyof typeof statuses)[]),
    );
    expect(summaries.map(({ nesting }) => nesting)).toEqual([0, 1, 8, 64]);
    for (const { meanBytes } of summaries) expect(Math.abs(meanBytes / 18_800 - 1)).toBeLessThan(0.03);
  });
});

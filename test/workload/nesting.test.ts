import { describe, expect, test } from 'vitest';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { summariseWorkload } from '../../src/cases/reqmgr2/workload/summary.ts';
import type { Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import { sampleDescription } from './descriptions.ts';

const target = Buffer.alloc(1_000_000);

const nestings = [0, 1, 8, 64];
/** Opened once each, which takes longer than all that is asked of them. */
const opened = new Map(
  nestings.map((nesting) => {
    const { documents, ...description } = sampleDescription();
    return [nesting, openWorkload({ ...description, documents: { ...documents, nesting } }, 1)];
  }),
);
const nested = (nesting: number): Workload => opened.get(nesting) as Workload;

/** Every seventh: all types and statuses are among them. */
const documentsOf = (workload: Workload): Record<string, unknown>[] => {
  const writer = workload.writer({ style: 'reqmgr' });
  return Array.from({ length: Math.floor(workload.size / 7) }, (_, i) =>
    JSON.parse(target.toString('utf8', 0, writer.write(i * 7, target, 0))),
  );
};

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
    const summaries = nestings.map((nesting) =>
      summariseWorkload(nested(nesting), Object.keys(statuses) as (keyof typeof statuses)[]),
    );
    expect(summaries.map(({ nesting }) => nesting)).toEqual(nestings);
    for (const { meanBytes } of summaries) expect(Math.abs(meanBytes / 18_800 - 1)).toBeLessThan(0.03);
  });
});

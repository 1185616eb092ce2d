import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimelinePoint } from '../../../src/record/messages/subject-report.ts';
import { thinTimeline, totalOf } from '../../../src/report/html/charts/thin-timeline.ts';

const bytes = fc.integer({ min: 0, max: 2 ** 40 });
const timelines = fc
  .array(fc.record({ t: fc.double({ min: 0, max: 1e6, noNaN: true }), heap: bytes, external: bytes }), {
    maxLength: 1500,
    size: 'max',
  })
  .map((points): TimelinePoint[] => points.toSorted((a, b) => a.t - b.t));

const extremesOf = (points: readonly TimelinePoint[]): number[] => [
  Math.max(...points.map(totalOf)),
  Math.min(...points.map(totalOf)),
];

test('the highest and the lowest point and both ends are kept, in their order, none of them moved', () => {
  fc.assert(
    fc.property(timelines, (points) => {
      const thin = thinTimeline(points);
      expect(thin.length).toBeLessThanOrEqual(242);
      expect(thin).toEqual(points.filter((point) => thin.includes(point)));
      expect(extremesOf(thin)).toEqual(extremesOf(points));
      expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
    }),
  );
});

test('a short timeline stays as it is', () => {
  const points = Array.from({ length: 242 }, (_, t) => ({ t, heap: 1, external: t }));
  expect(thinTimeline(points)).toEqual(points);
});

test('points at one and the same time are one stretch', () => {
  const points = Array.from({ length: 500 }, (_, i) => ({ t: 7, heap: i, external: 0 }));
  expect(thinTimeline(points)).toEqual([points[0], points[499]]);
});

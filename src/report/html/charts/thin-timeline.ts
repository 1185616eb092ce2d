import type { TimelinePoint } from '../../../record/messages/subject-report.ts';

const mostStretches = 120;

/** Heap and external memory together, bytes. */
export const totalOf = ({ heap, external }: TimelinePoint): number => heap + external;

/**
 * A timeline of at most 242 points. A longer one is cut into 120 equal stretches of time, of each of which the highest
 * and the lowest point are kept (the first of equals), and its two ends: the highest and the lowest point of all are
 * always among them, and no point is moved or made up.
 */
export const thinTimeline = (points: readonly TimelinePoint[]): readonly TimelinePoint[] => {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length <= 2 * mostStretches + 2) return points;
  const stretch = (last.t - first.t) / mostStretches;
  const stretchOf = ({ t }: TimelinePoint): number =>
    Math.min(mostStretches - 1, Math.floor((t - first.t) / stretch));
  const kept = new Set([first, last]);
  for (const group of Map.groupBy(points, stretchOf).values()) {
    kept.add(group.reduce((a, b) => (totalOf(b) > totalOf(a) ? b : a)));
    kept.add(group.reduce((a, b) => (totalOf(b) < totalOf(a) ? b : a)));
  }
  return points.filter((point) => kept.has(point));
};

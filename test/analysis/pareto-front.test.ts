import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paretoFront } from '../../src/analysis/pareto-front.ts';

test('what is beaten in one quantity and not better in the other is left out', () => {
  const [fast, lean, middle, beaten, slower] = [
    { x: 1, y: 9 },
    { x: 9, y: 1 },
    { x: 4, y: 4 },
    { x: 5, y: 5 },
    { x: 10, y: 1 },
  ] as const;
  expect(paretoFront([slower, beaten, lean, middle, fast])).toEqual([fast, middle, lean]);
});

test('equal ones share their place', () => {
  expect(
    paretoFront([
      { x: 1, y: 1 },
      { x: 1, y: 1 },
    ]),
  ).toHaveLength(2);
});

test('nothing has no front', () => {
  expect(paretoFront([])).toEqual([]);
});

const quantity = fc.integer({ min: 0, max: 20 });
const points = fc.array(fc.record({ x: quantity, y: quantity }), { minLength: 1 });

test('along the front less of one is more of the other, and it reaches every best', () => {
  fc.assert(
    fc.property(points, (all) => {
      const front = paretoFront(all);
      for (const [i, point] of front.entries()) {
        const next = front[i + 1];
        if (next === undefined) continue;
        const same = next.x === point.x && next.y === point.y;
        expect(same || (next.x > point.x && next.y < point.y)).toBe(true);
      }
      expect(Math.min(...front.map(({ x }) => x))).toBe(Math.min(...all.map(({ x }) => x)));
      expect(Math.min(...front.map(({ y }) => y))).toBe(Math.min(...all.map(({ y }) => y)));
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponentOf } from '../../src/analysis/statistics/exponent.ts';

const power = (sizes: readonly number[], k: number, c = 3) =>
  sizes.map((size) => ({ size, value: c * size ** k }));

test('a power of the size is found, whatever its factor', () => {
  const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(
      sizes,
      fc.double({ min: -2, max: 3, noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      (some, k, c) => {
        const found = exponentOf(power(some, k, c));
        expect(found?.value).toBeCloseTo(k, 6);
        expect(found?.spread.low).toBeCloseTo(k, 6);
        expect(found?.spread.high).toBeCloseTo(k, 6);
      },
    ),
  );
});

test('the interval holds the estimate', () => {
  const reading = fc.record({
    size: fc.integer({ min: 1, max: 5 }),
    value: fc.integer({ min: 1, max: 1000 }),
  });
  fc.assert(
    fc.property(fc.array(reading, { minLength: 2, maxLength: 20 }), (readings) => {
      const found = exponentOf(readings);
      if (found === null) return;
      expect(found.value).toBeGreaterThanOrEqual(found.spread.low);
      expect(found.value).toBeLessThanOrEqual(found.spread.high);
    }),
  );
});

test('exponential growth is no power: its slopes rise with the size', () => {
  const found = exponentOf([1, 2, 4, 8].map((size) => ({ size, value: 2 ** size })));
  expect(found?.spread.low).toBeCloseTo(1, 6);
  expect(found?.spread.high).toBeCloseTo(4, 6);
});

test('below ten readings the range of all slopes is told, from ten on an interval within it', () => {
  const scattered = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      size: 10 * (i + 1),
      value: 100 * (i + 1) * (i === 4 ? 1.3 : 1),
    }));
  const few = exponentOf(scattered(9));
  const many = exponentOf(scattered(24));
  expect(few?.spread.kind).toBe('range');
  expect(many?.spread.kind).toBe('ci95');
  expect(many?.spread.high).toBeLessThan(few?.spread.high ?? 0);
  expect(many?.value).toBeCloseTo(1, 6);
});

test('readings of one size have none', () => {
  expect(
    exponentOf([
      { size: 5, value: 1 },
      { size: 5, value: 2 },
    ]),
  ).toBeNull();
  expect(exponentOf([])).toBeNull();
});

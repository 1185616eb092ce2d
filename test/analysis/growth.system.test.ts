import { expect, test } from 'vitest';
import { countsOf } from '../builders/growth-counts.ts';
import { shapeNames } from '../builders/growth-series.ts';

test.each(shapeNames)(
  'of 1,000 series at most 10 are called a leak, and 990 leaks are found: %s',
  (shape) => {
    const counts = countsOf(shape, [20, 60, 200, 500], 1000);
    expect(counts.called).toBeLessThanOrEqual(10);
    expect(counts.found).toBeGreaterThanOrEqual(990);
    expect(counts.foundAgain).toBeGreaterThanOrEqual(990);
  },
);

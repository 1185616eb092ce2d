import { describe, expect, test } from 'vitest';
import { allowedOf, cellsOf, emptyCell } from '../../src/selftest/difference-cells.ts';

const momentsOf = (row: Parameters<typeof cellsOf>[0], byStatus: readonly number[]) =>
  new Set(
    cellsOf(row, byStatus).map(({ params, truth }) => [params.from, params.until, truth > 0].join(' ')),
  );

describe('a known difference', () => {
  test('is read within 5 % or 100 kB, whichever is more', () => {
    expect([385_000, 2_200_000].map(allowedOf)).toEqual([100_000, 110_000]);
  });

  test('of naive lies in its last answer, which is its peak, or it is none', () => {
    expect(momentsOf({ of: 'naive' }, [1, 2, 300])).toEqual(
      new Set([
        'start end true',
        'request 3 document 1 true',
        'start request 3 false',
        'document 1 end false',
      ]),
    );
  });

  test('of chunks begins in the middle with the names of the largest status', () => {
    // The names and one chunk of 8, the names and two chunks of 12.
    expect(momentsOf({ of: 'name-then-chunk', chunk: 10 }, [8, 12, 300])).toContain(
      'request 6 document 319 true',
    );
  });

  test('is to the same strategy through the same module, which holds nothing', () => {
    expect(emptyCell({ of: 'line-stream' }).params).toMatchObject({ of: 'line-stream', bytes: 0 });
  });
});

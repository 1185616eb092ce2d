import { describe, expect, test } from 'vitest';
import { knownUnits, parseQuantity } from '../../src/units/parse-quantity.ts';

describe('a quantity with its unit', () => {
  test.each([
    ['1 kB', 1000, 'bytes'],
    ['40MB', 40_000_000, 'bytes'],
    ['1.5 GiB', 1.5 * 2 ** 30, 'bytes'],
    ['512 B', 512, 'bytes'],
    [' 3 s ', 3000, 'ms'],
    ['840 ms', 840, 'ms'],
    ['2 min', 120_000, 'ms'],
  ])('%s', (text, value, unit) => {
    expect(parseQuantity(text)).toEqual({ value, unit });
  });

  test.each(['40', 'MB', '', '-1 MB', '1 mb', '1 MB/s', '1e3 B', '1 toString', '1,5 MB', '1 2 MB'])(
    '"%s" is none',
    (text) => {
      expect(parseQuantity(text)).toBeNull();
    },
  );
});

test('the units of a kind are told for advice', () => {
  expect(knownUnits('bytes')).toEqual(['B', 'kB', 'MB', 'GB', 'KiB', 'MiB', 'GiB']);
  expect(knownUnits('ms')).toEqual(['ms', 's', 'min']);
});

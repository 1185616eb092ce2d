import { describe, expect, test } from 'vitest';
import { formatBytes } from '../../src/units/bytes.ts';
import { formatDuration, formatWait } from '../../src/units/durations.ts';
import { formatChange, formatCount, formatDifference, formatRatio } from '../../src/units/numbers.ts';
import { formatQuantity, formatRange } from '../../src/units/quantity.ts';

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [512, '512 B'],
    [1000, '1.00 kB'],
    [18_800, '18.8 kB'],
    [999_600, '1.00 MB'],
    [380_400_000, '380 MB'],
    [2_000_000_000, '2.00 GB'],
    [-48_000_000, '-48.0 MB'],
  ])('%d are shown as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [840.4, '840 ms'],
    [999.7, '1.00 s'],
    [2310, '2.31 s'],
    [9996, '10.0 s'],
    [75_200, '75.2 s'],
  ])('%d ms are shown as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test('a wait is rounded to seconds, and never shorter than one', () => {
    expect(formatWait(65_400)).toBe('1m 5s');
    expect(formatWait(20)).toBe('1s');
  });
});

describe('numbers', () => {
  test.each([-0.04, -0, 0.04])('what is shown as nothing has no sign (%d)', (value) => {
    expect([formatBytes(value), formatDuration(value), formatCount(value)]).toEqual(['0 B', '0 ms', '0']);
  });

  test('a count groups its thousands and keeps the half of a median', () => {
    expect(formatCount(9555)).toBe('9,555');
    expect(formatCount(16.5)).toBe('16.5');
  });

  test.each([
    [0, '0.0000'],
    [0.126_4, '0.126'],
    [0.999_34, '0.9993'],
    [1, '1.0000'],
    [32.66, '32.7'],
    [999.6, '1,000'],
    [3185.2, '3,185'],
  ])('the ratio %d is shown as %s', (ratio, text) => {
    expect(formatRatio(ratio)).toBe(text);
  });

  test.each([
    [0.13, '-87 %'],
    [1.003, '+0.3 %'],
    [1.000_2, '0.0 %'],
    [0.999_8, '0.0 %'],
    [0.9003, '-10 %'],
    [32, '+3,100 %'],
  ])('the change to %d times is shown as %s', (ratio, text) => {
    expect(formatChange(ratio)).toBe(text);
  });

  test.each([
    [0.0424, '96 % less'],
    [0.0085, '99.2 % less'],
    [0.000_01, '99.9 % less'],
    [0.64, '36 % less'],
    [0.999_85, '0.015 % less'],
    [1, 'as much'],
    [1.0059, '0.59 % more'],
    [1.83, '83 % more'],
    [2, '2 times as much'],
    [13.51, '13.5 times as much'],
    [3185.2, '3,185 times as much'],
  ])('the ratio %d in words is: %s', (ratio, text) => {
    expect(formatDifference(ratio)).toBe(text);
  });
});

describe('the range beside a median', () => {
  test('says a shared unit once', () => {
    expect(formatRange({ median: 380e6, min: 379e6, max: 381e6 }, 'bytes')).toBe('379–381');
    expect(formatRange({ median: 12, min: 10, max: 1400 }, 'count')).toBe('10–1,400');
  });

  test('says each unit where they differ', () => {
    expect(formatRange({ median: 1.01e9, min: 998e6, max: 1.02e9 }, 'bytes')).toBe('998 MB–1.02 GB');
    expect(formatRange({ median: 990, min: 900, max: 1200 }, 'ms')).toBe('900 ms–1.20 s');
  });

  test('is left out where it cannot be seen', () => {
    expect(formatRange({ median: 380e6, min: 380.01e6, max: 380.02e6 }, 'bytes')).toBeNull();
    expect(formatQuantity(9555, 'count')).toBe('9,555');
  });
});

import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/record/checks/finding.ts';
import { ofLeak } from '../../src/selftest/leaks.ts';
import { ofGarbage, ofPoll, ofResident } from '../../src/selftest/peaks.ts';
import { findingsOf } from '../../src/selftest/selftest.ts';

const hold = (findings: readonly Finding[]): boolean[] => findings.map(({ holds }) => holds);
const MB = 1_000_000;

test('a poll that sees more than half of the spike fails, since then it would do', () => {
  expect(hold([ofPoll(50 * MB, 100 * MB), ofPoll(50 * MB + 1, 100 * MB)])).toEqual([true, false]);
});

test('garbage fails where the heap did not grow, and where it was taken for alive', () => {
  expect(hold(ofGarbage(8 * MB, 100_000))).toEqual([true, true]);
  expect(hold(ofGarbage(8 * MB - 1, 100_000))).toEqual([false, true]);
  expect(hold(ofGarbage(8 * MB, 1_100_001))).toEqual([true, false]);
  expect(hold(ofGarbage(8 * MB, -900_001))).toEqual([true, false]);
});

test('the resident mark fails below the page tables by more than 1 %, and above them by more than 5 %', () => {
  const marks = [98.9, 99, 105, 105.1].map((mark) => ofResident(mark * MB, 100 * MB));
  expect(hold(marks)).toEqual([false, true, true, false]);
});

test('a leak fails where its size is wrong, and where the verdict is', () => {
  const holds = (bytes: number, slope: number, verdict?: 'grows' | 'settles' | 'not decided'): boolean =>
    ofLeak('leak', bytes, slope, verdict && { verdict, resolution: 40_000, enough: null }, 30_000).holds;
  expect(holds(100_000, 130_000, 'grows')).toBe(true);
  expect(holds(100_000, 130_001, 'grows')).toBe(false);
  expect(holds(100_000, 69_999, 'grows')).toBe(false);
  expect(holds(100_000, 100_000, 'not decided')).toBe(false);
  expect(holds(0, 10_000, 'settles')).toBe(true);
  for (const verdict of ['grows', 'not decided', undefined] as const)
    expect(holds(0, 10_000, verdict)).toBe(false);
});

describe('a check that throws', () => {
  const broken = async () => {
    throw new Error('spike has no peakHeap');
  };

  test('is an answer that does not hold, under the name of the check', async () => {
    expect(await findingsOf('peaks', broken, new AbortController().signal)).toMatchObject([
      { check: 'peaks', measured: 'could not be measured: spike has no peakHeap', holds: false },
    ]);
  });

  test('ends the selftest that was interrupted', async () => {
    await expect(findingsOf('peaks', broken, AbortSignal.abort())).rejects.toThrow('no peakHeap');
  });
});

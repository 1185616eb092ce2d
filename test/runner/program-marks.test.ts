import { expect, test } from 'vitest';
import { marksIn } from '../../src/runner/program/program-marks.ts';

const report = {
  end: { type: 'exit', code: 0 },
  wallMs: 20,
  cpuMs: 10,
  peakRss: 30e6,
  treeRss: null,
  launcherBytes: 9e6,
  left: false,
} as const;

test('the marks of a program are its figures', () => {
  expect(marksIn(report)).toEqual({
    end: report.end,
    metrics: { wallTime: 20, cpuTime: 10, peakRss: 30e6, peakRssLargest: 30e6 },
    unavailable: {},
    left: false,
    residentOf: 'one process',
  });
});

test('of several processes the sum of samples counts, but no less than the largest has by its mark', () => {
  expect(marksIn({ ...report, treeRss: 50e6 })).toMatchObject({
    metrics: { peakRss: 50e6, peakRssLargest: 30e6 },
    residentOf: 'sum of samples',
  });
  expect(marksIn({ ...report, treeRss: 20e6 }).metrics).toMatchObject({
    peakRss: 30e6,
    peakRssLargest: 30e6,
  });
});

const tooSmall = 'at most 9.2 MB: the mark starts from the size of the process that spawns the program';

test('a memory mark that may be the launcher’s own is none', () => {
  expect(marksIn({ ...report, peakRss: 9.2e6 })).toEqual({
    end: report.end,
    metrics: { wallTime: 20, cpuTime: 10 },
    unavailable: { peakRss: tooSmall, peakRssLargest: tooSmall },
    left: false,
    residentOf: null,
  });
});

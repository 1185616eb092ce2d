import v8 from 'node:v8';
import { describe, expect, test } from 'vitest';
import { startHeapProbe } from '../../src/subject/probes/heap-probe.ts';
import { readPeakRss } from '../../src/subject/probes/peak-rss.ts';
import { peakRssIn } from '../../src/subject/probes/unseen.ts';

const MB = 1_000_000;

const heapFiguresOf = (work: () => unknown) => {
  const probe = startHeapProbe();
  const kept = work();
  const { metrics, unavailable } = probe.stop();
  expect(unavailable).toEqual({});
  return { ...(metrics as Required<typeof metrics>), kept };
};

/** An array of doubles, 8 bytes each. */
const numbers = (bytes: number): number[] => new Array(bytes / 8).fill(0.5);

describe('the heap probe', () => {
  test('sees a known amount that is retained', () => {
    const idle = heapFiguresOf(() => {});
    const holding = heapFiguresOf(() => Array.from({ length: 40 }, () => numbers(MB)));
    expect(holding.kept).toHaveLength(40);
    // A few MB either way: what is garbage of the test runner's own is there, or has been collected.
    expect(holding.peakHeap - idle.peakHeap).toBeGreaterThan(32 * MB);
    expect(holding.peakHeap - idle.peakHeap).toBeLessThan(50 * MB);
  });

  test('sees a peak that has long gone when it stops', () => {
    gc?.();
    const before = v8.getHeapStatistics().used_heap_size;
    let rubbish: number[][] = [];
    const figures = heapFiguresOf(() => {
      rubbish = Array.from({ length: 40 }, () => numbers(MB));
      rubbish = [];
      for (let i = 0; i < 400; i++) numbers(MB);
    });
    expect(rubbish).toEqual([]);
    gc?.();
    expect(figures.peakHeap - before).toBeGreaterThan(38 * MB);
    expect(v8.getHeapStatistics().used_heap_size - before).toBeLessThan(10 * MB);
    expect(figures.allocated).toBeGreaterThan(400 * MB);
    expect(figures.gcCount).toBeGreaterThan(0);
    expect(figures.gcTime).toBeGreaterThan(0);
  });

  test('sees buffers in the total, not in the heap', () => {
    const idle = heapFiguresOf(() => {});
    const holding = heapFiguresOf(() => Buffer.alloc(50 * MB));
    expect(holding.peakTotal - idle.peakTotal).toBeGreaterThan(48 * MB);
    expect(holding.peakHeap - idle.peakHeap).toBeLessThan(5 * MB);
  });

  test('knows every event that this Node names', () => {
    const profiler = new v8.GCProfiler();
    profiler.start();
    const kept: unknown[] = [];
    for (let i = 0; i < 60; i++) kept.push(numbers(MB));
    const types = new Set(profiler.stop().statistics.map(({ gcType }) => gcType));
    expect(kept).toHaveLength(60);
    const known = [
      'Scavenge',
      'MinorMarkSweep',
      'MarkSweepCompact',
      'IncrementalMarking',
      'ProcessWeakCallbacks',
    ];
    expect(known).toEqual(expect.arrayContaining([...types]));
    expect(types.size).toBeGreaterThan(0);
  });
});

describe("the kernel's mark", () => {
  test('is at least what is resident now, or says where it is to be had', () => {
    const { metrics, unavailable } = readPeakRss();
    if (process.platform === 'linux') {
      expect(metrics.peakRss).toBeGreaterThanOrEqual(process.memoryUsage.rss() / 2);
    } else {
      expect(unavailable.peakRss).toContain(process.platform);
    }
  });

  test('is found in its status', () => {
    expect(peakRssIn('Name:\tnode\nVmPeak:\t  999 kB\nVmHWM:\t   12 kB\nVmRSS:\t   8 kB\n')).toBe(12_288);
    expect(peakRssIn('Name:\tnode\n')).toBeUndefined();
  });
});

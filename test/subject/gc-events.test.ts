import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryReading } from '../../src/record/messages/subject-report.ts';
import { type GcEvent, gcEventsOf, summariseGcEvents } from '../../src/subject/probes/gc-events.ts';

const reading = (heap: number, external = 0): MemoryReading => ({ heap, external });
const event = (before: MemoryReading, after: MemoryReading, type = 'Scavenge', duration = 1): GcEvent => ({
  type,
  duration,
  before,
  after,
});

describe('the summary of GC events', () => {
  test('without an event is the two readings', () => {
    expect(summariseGcEvents(reading(10, 5), [], reading(30, 1))).toEqual({
      peakHeap: 30,
      peakTotal: 31,
      allocated: 20,
      gcCount: 0,
      gcTime: 0,
    });
  });

  test('finds the peak before a collection, and adds what grew between', () => {
    const events = [event(reading(50), reading(20)), event(reading(60), reading(15))];
    expect(summariseGcEvents(reading(10), events, reading(25))).toMatchObject({
      peakHeap: 60,
      allocated: 40 + 40 + 10,
      gcCount: 2,
      gcTime: 2,
    });
  });

  test('takes heap and external memory of the same instant', () => {
    const events = [event(reading(50, 0), reading(20, 0)), event(reading(30, 35), reading(10, 0))];
    expect(summariseGcEvents(reading(0, 0), events, reading(10, 40))).toMatchObject({
      peakHeap: 50,
      peakTotal: 65,
    });
  });

  test('counts collections only, and the time of all events', () => {
    const types = [
      'Scavenge',
      'IncrementalMarking',
      'MarkSweepCompact',
      'ProcessWeakCallbacks',
      'MinorMarkSweep',
    ];
    const events = types.map((type) => event(reading(10), reading(10), type, 0.5));
    expect(summariseGcEvents(reading(10), events, reading(10))).toMatchObject({ gcCount: 3, gcTime: 2.5 });
  });

  const bytes = fc.nat({ max: 2 ** 40 });
  /** A heap's story: it grows by an amount, then an event leaves a share of it. */
  const stories = fc.record({
    start: bytes,
    steps: fc.array(fc.record({ growth: bytes, kept: fc.double({ min: 0, max: 1, noNaN: true }) })),
    lastGrowth: bytes,
  });

  test('recovers the peak and the allocations of any heap that grows between events', () => {
    fc.assert(
      fc.property(stories, ({ start, steps, lastGrowth }) => {
        let heap = start;
        let peak = start;
        let allocated = 0;
        const grow = (by: number) => {
          heap += by;
          allocated += by;
          peak = Math.max(peak, heap);
        };
        const events = steps.map(({ growth, kept }) => {
          grow(growth);
          const before = reading(heap);
          heap = Math.floor(heap * kept);
          return event(before, reading(heap));
        });
        grow(lastGrowth);
        const summary = summariseGcEvents(reading(start), events, reading(heap));
        expect(summary).toMatchObject({ peakHeap: peak, allocated, gcCount: steps.length });
      }),
    );
  });

  test('an event that frees nothing changes no figure but count and time', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (start, middle, end) => {
        const [low, between, high] = [start, middle, end].toSorted((a, b) => a - b) as [
          number,
          number,
          number,
        ];
        const step = event(reading(between), reading(between), 'IncrementalMarking', 0);
        expect(summariseGcEvents(reading(low), [step], reading(high))).toEqual(
          summariseGcEvents(reading(low), [], reading(high)),
        );
      }),
    );
  });

  const readings = fc.record({ heap: bytes, external: bytes });
  const events = fc.array(
    fc.record({ type: fc.string(), duration: fc.nat(), before: readings, after: readings }),
  );

  test('whatever the readings, total is at least heap, and nothing is negative', () => {
    fc.assert(
      fc.property(readings, events, readings, (start, between, final) => {
        const { peakHeap, peakTotal, allocated } = summariseGcEvents(start, between, final);
        expect(peakTotal).toBeGreaterThanOrEqual(peakHeap);
        expect(allocated).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test('the cost of an event in Node is in microseconds', () => {
  const statistics = (usedHeapSize: number, externalMemory: number) => ({
    heapStatistics: { usedHeapSize, externalMemory },
    heapSpaceStatistics: [],
  });
  const profile = {
    statistics: [{ gcType: 'Scavenge', cost: 1500, beforeGC: statistics(4, 3), afterGC: statistics(2, 1) }],
  } as unknown as Parameters<typeof gcEventsOf>[0];
  expect(gcEventsOf(profile)).toEqual([event(reading(4, 3), reading(2, 1), 'Scavenge', 1.5)]);
});

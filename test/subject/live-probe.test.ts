import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tightSchedule } from '../../src/runner/gc-schedule.ts';
import { type GcEvent, summariseLive } from '../../src/subject/probes/gc-events.ts';
import { startLiveProbe } from '../../src/subject/probes/live-probe.ts';
import { timelineOf } from '../../src/subject/probes/pilot-probe.ts';
import { hangs } from '../hangs.ts';

const MB = 1_000_000;
const probeFile = fileURLToPath(new URL('../../src/subject/probes/live-probe.ts', import.meta.url));
const reading = (heap: number, external = 0) => ({ heap, external });
const event = (type: string, before: number, after: number, external = 0): GcEvent => ({
  type,
  duration: 1,
  before: reading(before, external),
  after: reading(after, external),
});

describe('what was alive at most', () => {
  test('lies between the largest readings after and before a collection, heap and external together', () => {
    const events = [event('MarkSweepCompact', 30, 20, 5), event('MarkSweepCompact', 28, 22, 4)];
    expect(summariseLive(reading(10), events, reading(12))).toEqual({ peakLive: 26, peakLiveBefore: 35 });
  });

  test('is not read from a step of marking, after which all garbage is still there', () => {
    const events = [event('IncrementalMarking', 90, 90), event('MarkSweepCompact', 30, 20)];
    expect(summariseLive(reading(10), events, reading(12)).peakLive).toBe(20);
  });

  test('without a collection is what is alive at the start or at the end', () => {
    expect(summariseLive(reading(10), [], reading(12, 3))).toEqual({ peakLive: 15, peakLiveBefore: 15 });
  });

  test('never has its lower bound above its upper one', () => {
    const someEvents = fc.array(
      fc
        .tuple(fc.nat(1000), fc.nat(1000))
        .map(([a, b]) => event('MarkSweepCompact', Math.max(a, b), Math.min(a, b))),
    );
    fc.assert(
      fc.property(someEvents, fc.nat(1000), (events, final) => {
        const { peakLive, peakLiveBefore } = summariseLive(reading(5), events, reading(final));
        expect(peakLive).toBeLessThanOrEqual(peakLiveBefore);
      }),
    );
  });
});

describe('the live probe', () => {
  test('refuses to read under a schedule that collects only a part', () => {
    expect(() => startLiveProbe()).toThrow('--gc-global');
  });

  test('sees 40 MB on the heap and 50 MB outside it under garbage, within 1 MB', async () => {
    const script = `
      import { startLiveProbe } from ${JSON.stringify(probeFile)};
      const numbers = (bytes) => new Array(bytes / 8).fill(0.5);
      const read = (work) => { const probe = startLiveProbe(); const kept = work(); const { metrics } = probe.stop(); return { ...metrics, kept: kept.length }; };
      const idle = read(() => []);
      const holding = read(() => {
        const kept = [Buffer.alloc(50e6), ...Array.from({ length: 40 }, () => numbers(1e6))];
        for (let i = 0; i < 200; i++) numbers(1e5);
        return kept;
      });
      console.log(JSON.stringify({ live: holding.peakLive - idle.peakLive, before: holding.peakLiveBefore - idle.peakLive }));
    `;
    // The very schedule of live samples: without its lesser flags the reading lies 0.9 MB too low, and scatters.
    const flags = [...tightSchedule(null), '--input-type=module', '--eval', script];
    // The first start fills the cache, so that the second measures no type stripper.
    const env = { NODE_COMPILE_CACHE: await mkdtemp(path.join(os.tmpdir(), 'tidemark-test-')) };
    await execa(process.execPath, flags, { env });
    const { stdout } = await execa(process.execPath, flags, { env });
    const { live, before } = JSON.parse(stdout);
    expect(Math.abs(live - 90 * MB)).toBeLessThan(MB);
    expect(before).toBeGreaterThanOrEqual(live);
  });

  test('keeps no process alive that waits for what never comes', async () => {
    const script = `
      import { startLiveProbe } from ${JSON.stringify(probeFile)};
      startLiveProbe();
      await new Promise(() => {});
    `;
    const flags = [...tightSchedule(null), '--input-type=module', '--eval', script];
    const { exitCode } = await execa(process.execPath, flags, { reject: false, timeout: hangs });
    // Node's code for a program that still awaits something when nothing is left that could happen.
    expect(exitCode).toBe(13);
  });
});

describe('a timeline', () => {
  const final = { t: 100, heap: 1, external: 0 };
  const start = { t: 0, heap: 1, external: 0 };

  test('has a point before and one after each event', () => {
    expect(timelineOf(start, [event('Scavenge', 9, 3)], [50], final)).toEqual([
      start,
      { t: 50, heap: 9, external: 0 },
      { t: 51, heap: 3, external: 0 },
      final,
    ]);
  });

  test('is empty when the times and the events do not match', () => {
    expect(timelineOf(start, [event('Scavenge', 9, 3)], [], final)).toEqual([]);
  });

  test('that is thinned keeps its highest point and stays in order', () => {
    const events = Array.from({ length: 3000 }, (_, i) =>
      event('Scavenge', i === 1777 ? 999 : 10 + (i % 7), 5),
    );
    const points = timelineOf(
      start,
      events,
      events.map((_, i) => i * 10),
      { ...final, t: 1e6 },
    );
    expect(points.length).toBeLessThan(1000);
    expect(Math.max(...points.map(({ heap }) => heap))).toBe(999);
    expect(points.map(({ t }) => t)).toEqual(points.map(({ t }) => t).toSorted((a, b) => a - b));
  });
});

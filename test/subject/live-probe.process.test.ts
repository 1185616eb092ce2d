import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tightSchedule } from '../../src/runner/subject/gc-schedule.ts';
import { boundsOf, type GcEvent, higherOf } from '../../src/subject/probes/gc-events.ts';
import { startLiveProbe } from '../../src/subject/probes/live-probe.ts';
import { timelineOf } from '../../src/subject/probes/pilot-probe.ts';
import { folderWith } from '../cli/command.ts';
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
    expect(boundsOf(events)).toEqual({ peakLive: 26, peakLiveBefore: 35 });
  });

  test('is not read from a step of marking, after which all garbage is still there', () => {
    const events = [event('IncrementalMarking', 90, 90), event('MarkSweepCompact', 30, 20)];
    expect(boundsOf(events)).toEqual({ peakLive: 20, peakLiveBefore: 30 });
  });

  test('is not read behind a collection of the young generation, before which it was in use', () => {
    expect(boundsOf([event('Scavenge', 90, 80)])).toEqual({ peakLive: 0, peakLiveBefore: 90 });
  });

  test('never has its lower bound above its upper one', () => {
    const summary = fc.record({ peakLive: fc.nat(1000), peakLiveBefore: fc.nat(1000) });
    fc.assert(
      fc.property(summary, summary, (one, other) => {
        const { peakLive, peakLiveBefore } = higherOf(one, other);
        expect(peakLive).toBeLessThanOrEqual(peakLiveBefore);
      }),
    );
  });
});

/** What a script prints in a fresh process under the schedule of live samples, whose modules an earlier start has compiled. */
const underTheSchedule = async (script: string): Promise<Record<string, number>> => {
  const head = `import { startLiveProbe } from ${JSON.stringify(probeFile)};`;
  const args = [...tightSchedule, '--input-type=module', '--eval', `${head}${script}`];
  const env = { NODE_COMPILE_CACHE: await folderWith() };
  await execa(process.execPath, args, { env });
  const { stdout } = await execa(process.execPath, args, { env });
  return JSON.parse(stdout);
};

describe('the live probe', () => {
  test('refuses to read under a schedule that collects only a part', () => {
    expect(() => startLiveProbe()).toThrow('--gc-global');
  });

  test('sees 40 MB on the heap and 50 MB outside it under garbage, within 1 MB', async () => {
    const { live = 0, before = 0 } = await underTheSchedule(`
      const numbers = (bytes) => new Array(bytes / 8).fill(0.5);
      const read = (work) => { const probe = startLiveProbe(); const kept = work(); const { metrics } = probe.stop(); return { ...metrics, kept: kept.length }; };
      const idle = read(() => []);
      const holding = read(() => {
        const kept = [Buffer.alloc(50e6), ...Array.from({ length: 40 }, () => numbers(1e6))];
        for (let i = 0; i < 200; i++) numbers(1e5);
        return kept;
      });
      console.log(JSON.stringify({ live: holding.peakLive - idle.peakLive, before: holding.peakLiveBefore - idle.peakLive }));
    `);
    expect(Math.abs(live - 90 * MB)).toBeLessThan(MB);
    expect(before).toBeGreaterThanOrEqual(live);
  });

  test('reads what JSON.parse was given and what it made together, wherever the young generation stands, within 100 kB', async () => {
    const peaks = await underTheSchedule(`
      const text = () => '[' + Array(20_000).fill('{"a":1,"b":[2,3],"c":"word"}').join(',') + ']';
      const read = (garbage) => {
        const probe = startLiveProbe({ precision: 'fine', floor: 0 });
        for (let made = 0; made < garbage; made += 8e4) new Array(1e4).fill(made);
        const kept = JSON.parse(text()).length;
        return probe.stop().metrics.peakLive + 0 * kept;
      };
      read(0);
      console.log(JSON.stringify(Object.fromEntries([0, 0.4e6, 0.8e6, 1.2e6, 1.6e6].map((garbage) => [garbage, read(garbage)]))));
    `);
    const values = Object.values(peaks);
    expect(values).toHaveLength(5);
    expect(Math.max(...values) - Math.min(...values)).toBeLessThan(100_000);
  });

  test('reads nothing that lies below its floor, and says how high it looked', async () => {
    const { below = 0, above = 0 } = await underTheSchedule(`
      const peak = async (floor) => {
        const probe = startLiveProbe({ precision: 'fine', floor });
        let held = Buffer.alloc(10e6);
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        held = null;
        return probe.stop().metrics.peakLive;
      };
      console.log(JSON.stringify({ below: await peak(100e6), above: await peak(0) }));
    `);
    expect(above - below).toBeGreaterThan(9 * MB);
  });

  test('reads a text or buffer together with what it was made of, though both are gone when the turn ends', async () => {
    const makers = {
      'buffer.toString()': 'Buffer.alloc(8e6, 97).toString()',
      "buffer.toString('latin1')": "Buffer.alloc(8e6, 97).toString('latin1')",
      'String(buffer)': 'String(Buffer.alloc(8e6, 97))',
      'buffer.utf8Slice()': 'Buffer.alloc(8e6, 97).utf8Slice()',
      'buffer.latin1Slice()': 'Buffer.alloc(8e6, 97).latin1Slice()',
      'decoder.decode(buffer)': 'new TextDecoder().decode(Buffer.alloc(8e6, 97))',
      'encoder.encode(text)': "new TextEncoder().encode('a'.repeat(8e6))",
      'Buffer.from(text)': "Buffer.from('a'.repeat(8e6))",
      'Buffer.concat(buffers)': 'Buffer.concat([Buffer.alloc(4e6), Buffer.alloc(4e6)])',
      'structuredClone(buffer)': 'structuredClone(new Uint8Array(8e6))',
    };
    const peaks = await underTheSchedule(`
      const peak = (make) => { const probe = startLiveProbe({ precision: 'fine', floor: 0 }); make(); return probe.stop().metrics.peakLive; };
      const idle = peak(() => {});
      console.log(JSON.stringify({ ${Object.entries(makers)
        .map(([name, made]) => `${JSON.stringify(name)}: peak(() => { ${made}.length; }) - idle`)
        .join(', ')} }));
    `);
    expect(Object.keys(peaks)).toEqual(Object.keys(makers));
    const missed = Object.entries(peaks).filter(([, bytes]) => Math.abs(bytes - 16e6) > MB);
    expect(missed).toEqual([]);
  });

  test('leaves everything as it found it', async () => {
    const { changed } = await underTheSchedule(`
      import net from 'node:net';
      const found = () => [JSON.parse, JSON.stringify, Buffer.concat, Buffer.prototype.toString, Buffer.prototype.utf8Slice, structuredClone, net.Socket.prototype.push];
      const before = found();
      startLiveProbe().stop();
      console.log(JSON.stringify({ changed: found().filter((one, i) => one !== before[i]).length }));
    `);
    expect(changed).toBe(0);
  });

  test('keeps no process alive that waits for what never comes', async () => {
    const script = `
      import { startLiveProbe } from ${JSON.stringify(probeFile)};
      startLiveProbe();
      await new Promise(() => {});
    `;
    const flags = [...tightSchedule, '--input-type=module', '--eval', script];
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

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { median } from 'simple-statistics';
import type { Finding, Form } from '../record/finding.ts';
import type { Purpose } from '../record/metrics.ts';
import { startServicesProcess } from '../runner/services-process.ts';
import { prepareSubjects } from '../runner/subject-process.ts';
import { loadScenario } from '../scenario/load.ts';
import { formatBytes } from '../units/bytes.ts';
import { formatChange } from '../units/numbers.ts';
import { type Instrument, knownAnswer } from './instrument.ts';

/** A twentieth of the floor: idle's peakLive is 14.4 MB, and a probe's modules weigh on both sides of every comparison. */
const heaviest = 720_000;

/** 9: what a probe adds to the process that it reads, against the same cycle with nothing around it. */
export const checkWeight = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const { scratch } = instrument;
  const { profile, seed, services: behaviour, statuses } = loadScenario('production', { scale: 0.1 });
  const services = await startServicesProcess({ profile, seed, behaviour }, scratch);
  const readingPath = path.join(scratch, 'weight');
  const resident = knownAnswer('resident', { bytes: 1, readingPath }, 'resident');
  const subjects = prepareSubjects(scratch, ['naive', resident.strategy]);
  const run = async (purpose: Purpose, strategy: string, flags: readonly string[] = []): Promise<number> => {
    const began = performance.now();
    const end = await subjects.run(
      { url: services.url, statuses, strategy, params: resident.params, purpose, cycles: 1 },
      { timeoutMs: 60_000, flags, signal: new AbortController().signal },
    );
    if (end.type !== 'reported') throw new Error(`${strategy} did not complete: ${JSON.stringify(end)}`);
    return performance.now() - began;
  };
  const memoryUnder = async (purpose: Purpose): Promise<{ heapUsed: number; external: number }> => {
    await run(purpose, resident.strategy, ['--expose-gc']);
    return JSON.parse(await readFile(readingPath, 'utf8'));
  };
  try {
    const rounds = form === 'full' ? 15 : 3;
    const times = new Map<Purpose, number[]>([
      ['floor', []],
      ['heap', []],
      ['timing', []],
      ['pilot', []],
    ]);
    for (let round = 0; round <= rounds; round++) {
      for (const [purpose, values] of times) {
        const ms = await run(purpose, 'naive');
        if (round > 0) values.push(ms);
      }
    }
    const bare = await memoryUnder('floor');
    const findings: Finding[] = [];
    for (const purpose of ['heap', 'timing', 'pilot'] as const) {
      const base = times.get('floor') as number[];
      const ratio = median((times.get(purpose) as number[]).map((ms, round) => ms / (base[round] as number)));
      const { heapUsed, external } = await memoryUnder(purpose);
      const added = heapUsed + external - bare.heapUsed - bare.external;
      findings.push({
        check: `weight of the ${purpose} probe on naive`,
        truth: 'nothing',
        measured: `${formatChange(ratio)} time, ${formatBytes(added)}`,
        error: '',
        tolerance: `+10 % of the process's time, ${formatBytes(heaviest)}`,
        holds: ratio <= 1.1 && Math.abs(added) <= heaviest,
      });
    }
    return findings;
  } finally {
    await services.stop();
  }
};

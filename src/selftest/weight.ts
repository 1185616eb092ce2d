import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { median } from 'simple-statistics';
import { loadScenario } from '../cases/load.ts';
import type { Finding, Form } from '../record/checks/finding.ts';
import { openRig } from '../runner/rig.ts';
import { caseJobOf } from '../runner/services/target-services.ts';
import { formatBytes } from '../units/bytes.ts';
import { formatChange } from '../units/numbers.ts';
import { type Instrument, knownAnswer, strategy } from './instrument.ts';

const probed = ['heap', 'timing', 'pilot'] as const;
type Purpose = (typeof probed)[number] | 'floor';

/** A twentieth of the idle row: its peakLive is 14.4 MB, and a probe's modules weigh on both sides of every comparison. */
const heaviest = 720_000;

/**
 * A ratio of times from a few rounds says more about the machine than about the probe (here +10 % once, of three rounds,
 * where fifteen say +1 %): the fast form, which tests run, weighs memory alone.
 */
const timedRounds = 15;

/** 9: what a probe adds to the process that it reads, against the same cycle with nothing around it. */
export const checkWeight = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const { signal } = instrument;
  const readingPath = path.join(instrument.scratch, 'weight');
  const resident = knownAnswer('resident', { bytes: 1, readingPath }, 'resident');
  const scenario = { ...loadScenario('production', { scale: 0.1 }), rows: [strategy('naive'), resident] };
  const { services, subjects, close } = await openRig('weight', scenario, signal);
  const run = async (purpose: Purpose, name: string, flags: readonly string[] = []): Promise<number> => {
    const began = performance.now();
    const end = await subjects.run(
      {
        url: services.url,
        ...caseJobOf(scenario),
        strategy: name,
        params: resident.params,
        purpose,
        cycles: 1,
      },
      { timeoutMs: 600_000, flags, signal },
    );
    signal.throwIfAborted();
    if (end.type !== 'reported') throw new Error(`${name} did not complete: ${JSON.stringify(end)}`);
    return performance.now() - began;
  };
  const memoryUnder = async (purpose: Purpose): Promise<number> => {
    await run(purpose, resident.strategy, ['--expose-gc']);
    const reading: { heapUsed: number; external: number } = JSON.parse(await readFile(readingPath, 'utf8'));
    return reading.heapUsed + reading.external;
  };
  try {
    const bare = await memoryUnder('floor');
    const findings: Finding[] = [];
    for (const purpose of probed) {
      findings.push(ofMemory(purpose, (await memoryUnder(purpose)) - bare));
    }
    if (form === 'full') findings.push(...(await timeOf((purpose) => run(purpose, 'naive'))));
    return findings;
  } finally {
    await close();
  }
};

const ofMemory = (purpose: Purpose, added: number): Finding => ({
  check: `memory of the ${purpose} probe`,
  truth: 'nothing',
  measured: formatBytes(added),
  error: formatBytes(added),
  tolerance: `± ${formatBytes(heaviest)}`,
  holds: Math.abs(added) <= heaviest,
});

/** Every probe in every round, so that the machine's moods fall on all of them; the first round warms up. */
const timeOf = async (run: (purpose: Purpose) => Promise<number>): Promise<Finding[]> => {
  const ratios = new Map<Purpose, number[]>(probed.map((purpose) => [purpose, []]));
  for (let round = 0; round <= timedRounds; round++) {
    const bare = await run('floor');
    for (const [purpose, values] of ratios) {
      const ms = await run(purpose);
      if (round > 0) values.push(ms / bare);
    }
  }
  return [...ratios].map(([purpose, values]) => {
    const ratio = median(values);
    return {
      check: `time of the ${purpose} probe on naive`,
      truth: 'nothing',
      measured: formatChange(ratio),
      error: formatChange(ratio),
      tolerance: '+ 10 % of the whole process',
      holds: ratio <= 1.1,
    };
  });
};

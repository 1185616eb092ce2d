import type { Finding } from '../record/checks/finding.ts';
import type { Result } from '../record/run.ts';
import { formatBytes } from '../units/bytes.ts';
import { figureOf, type Instrument, knownAnswer, resultOf } from './instrument.ts';

/** 6: a leak of 100 kB a cycle is found, and none where there is none. */
export const checkLeaks = async (instrument: Instrument): Promise<Finding[]> => {
  const leaks = [100_000, 0];
  const label = (bytes: number): string => `leak of ${formatBytes(bytes)} a cycle`;
  const run = await instrument.take({
    rows: leaks.map((bytes) => knownAnswer('leak', { bytes }, label(bytes))),
    metrics: ['growthPerCycle'],
    samples: 1,
    scale: 0.001,
  });
  return leaks.map((bytes) =>
    ofLeak(
      label(bytes),
      bytes,
      figureOf(run, label(bytes), 'growthPerCycle'),
      resultOf(run, label(bytes)).leak,
    ),
  );
};

const allowed = 30_000;

/** Of no leak, readings that decide nothing are no answer either. */
export const ofLeak = (label: string, bytes: number, slope: number, leak: Result['leak']): Finding => {
  const truth = bytes > 0 ? 'leak' : 'no leak';
  return {
    check: `growthPerCycle, ${label}`,
    truth: bytes > 0 ? `${formatBytes(bytes)}, ${truth}` : truth,
    measured: `${formatBytes(slope)}, ${leak}`,
    error: formatBytes(slope - bytes),
    tolerance: `± ${formatBytes(allowed)}`,
    holds: Math.abs(slope - bytes) <= allowed && leak === truth,
  };
};

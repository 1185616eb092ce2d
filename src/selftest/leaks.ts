import type { Finding } from '../record/finding.ts';
import { formatBytes } from '../units/bytes.ts';
import { figureOf, type Instrument, knownAnswer, resultOf } from './instrument.ts';

/** 6: a leak of 100 kB a cycle is found, and none where there is none. */
export const checkLeaks = async (instrument: Instrument): Promise<Finding[]> => {
  const leaks = [100_000, 0];
  const label = (bytes: number): string => `leak of ${formatBytes(bytes)} a cycle`;
  const run = await instrument.take({
    variants: leaks.map((bytes) => knownAnswer('leak', { bytes }, label(bytes))),
    metrics: ['growthPerCycle'],
    samples: 1,
    scale: 0.001,
  });
  return leaks.map((bytes) => {
    const slope = figureOf(run, label(bytes), 'growthPerCycle');
    const { leak } = resultOf(run, label(bytes));
    return {
      check: `growthPerCycle, ${label(bytes)}`,
      truth: bytes > 0 ? `${formatBytes(bytes)}, leak` : 'no leak',
      measured: `${formatBytes(slope)}, ${leak}`,
      error: formatBytes(slope - bytes),
      tolerance: `± ${formatBytes(30_000)}`,
      holds: Math.abs(slope - bytes) <= 30_000 && leak === (bytes > 0 ? 'leak' : 'no leak'),
    };
  });
};

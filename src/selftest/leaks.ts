import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding, Form } from '../record/checks/finding.ts';
import type { Result } from '../record/run.ts';
import { formatBytes } from '../units/bytes.ts';
import { figureOf, type Instrument, knownAnswer, resultOf } from './instrument.ts';

/** 6: what is kept after each cycle is found and read as what it is, and nothing is found where nothing is kept. */
export const checkLeaks = async (instrument: Instrument, form: Form): Promise<Finding[]> => [
  ...(await checkLargeLeak(instrument)),
  ...(form === 'full' ? await checkSmallLeak(instrument) : []),
];

const leakOf = (bytes: number): string => `leak of ${formatBytes(bytes)} a cycle`;

/** In as many cycles as a scenario has by default. */
const checkLargeLeak = async (instrument: Instrument): Promise<Finding[]> => {
  const leaks = [100_000, 0];
  const run = await instrument.take({
    rows: leaks.map((bytes) => knownAnswer('leak', { bytes }, leakOf(bytes))),
    metrics: ['growthPerCycle'],
    samples: 1,
    scale: 0.001,
  });
  return leaks.map((bytes) => {
    const slope = figureOf(run, leakOf(bytes), 'growthPerCycle');
    return ofLeak(leakOf(bytes), bytes, slope, resultOf(run, leakOf(bytes)).growth, 1000);
  });
};

/**
 * 1,024 bytes of numbers a cycle, against what as many of the same objects cost by themselves. Each cycle asks for the locks,
 * which keeps some 140 bytes inside Node and V8: what a cycle that keeps nothing reads is taken away.
 */
export const checkSmallLeak = async (instrument: Instrument): Promise<Finding[]> => {
  const costPath = path.join(instrument.scratch, 'cost');
  const [kept, nothing] = [leakOf(1024), leakOf(0)];
  const run = await instrument.take({
    rows: [knownAnswer('leak', { bytes: 1024, costPath }, kept), knownAnswer('leak', { bytes: 0 }, nothing)],
    metrics: ['growthPerCycle'],
    samples: 1,
    scale: 0.001,
    cycles: 500,
  });
  const cost = Number(await readFile(costPath, 'utf8'));
  const read = figureOf(run, kept, 'growthPerCycle') - figureOf(run, nothing, 'growthPerCycle');
  return [ofLeak(`${kept}, 500 cycles`, cost, read, resultOf(run, kept).growth, 0.01 * cost)];
};

/** Of no leak, readings that decide nothing are no answer either. */
export const ofLeak = (
  label: string,
  bytes: number,
  slope: number,
  growth: Result['growth'] | undefined,
  allowed: number,
): Finding => {
  const truth = bytes > 0 ? 'grows' : 'settles';
  return {
    check: `growthPerCycle, ${label}`,
    truth: bytes > 0 ? `${formatBytes(bytes)}, ${truth}` : truth,
    measured: `${formatBytes(slope)}, ${growth?.verdict ?? 'not read'}`,
    error: formatBytes(slope - bytes),
    tolerance: `± ${formatBytes(allowed)}`,
    holds: Math.abs(slope - bytes) <= allowed && growth?.verdict === truth,
  };
};

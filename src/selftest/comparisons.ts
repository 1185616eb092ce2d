import { fewestForInterval } from '../analysis/median-interval.ts';
import { changeOf } from '../analysis/regression.ts';
import type { Finding, Form } from '../record/finding.ts';
import type { Run } from '../record/run.ts';
import type { ScenarioVariant } from '../scenario/scenario.ts';
import { formatChange } from '../units/numbers.ts';
import { type Instrument, knownAnswer, resultOf, strategy } from './instrument.ts';

const chunks = { chunk: 100, lookup: 'post' } as const;

/** What a gate on peakLive lets pass unless it is told otherwise. */
const gateBound = 0.02;

/** A tenth of production's workflows: naive holds about 77 MB there, and a sample takes a second. */
const scale = 0.1;

/** 7: the same strategy as if it were two raises no alarm. */
export const checkFalseAlarms = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const comparisons = form === 'full' ? 40 : 1;
  const pair = [strategy('name-then-chunk', chunks, 'A'), strategy('name-then-chunk', chunks, 'B')];
  const changes = await changesBetween(instrument, pair, comparisons, gateBound);
  const alarms = changes.filter(({ verdict }) => verdict !== 'no change').length;
  const furthest = Math.max(...changes.map(({ ratio }) => Math.abs(ratio - 1)));
  // With none in n, a rate above 1 - 0.05^(1/n) would have shown itself in 95 of 100 such tests.
  const excluded = 1 - 0.05 ** (1 / comparisons);
  return [
    {
      check: `A against A, ${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'}`,
      truth: 'no alarm',
      measured: `${alarms} ${alarms === 1 ? 'alarm' : 'alarms'}`,
      error: `furthest ${formatChange(1 + furthest)}`,
      tolerance: `none; excludes a rate above ${(excluded * 100).toFixed(0)} %, no lower one`,
      holds: alarms === 0,
    },
  ];
};

/** 8: a little more memory is seen, every time. */
export const checkSensitivity = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const comparisons = form === 'full' ? 10 : 1;
  const cases = [
    { of: 'name-then-chunk', extra: 1_000_000, what: '1 MB more', params: chunks, bound: gateBound },
    { of: 'naive', extra: 770_000, what: '1 % more', params: {}, bound: 0.005 },
  ];
  const findings: Finding[] = [];
  for (const { of, extra, what, params, bound } of form === 'full' ? cases : cases.slice(0, 1)) {
    const pair = [
      knownAnswer('retaining', { of, extra: 0, ...params }, of),
      knownAnswer('retaining', { of, extra, ...params }, `${of} with ${what}`),
    ];
    const changes = await changesBetween(instrument, pair, comparisons, bound);
    const seen = changes.filter(({ verdict }) => verdict === 'regression').length;
    findings.push({
      check: `${of} with ${what}, ${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'}`,
      truth: 'a regression each time',
      measured: `${seen} of ${comparisons}`,
      error: `median ${formatChange(changes.map(({ ratio }) => ratio).toSorted((a, b) => a - b)[comparisons >> 1] ?? 1)}`,
      tolerance: `all, at a bound of ${bound * 100} %`,
      holds: seen === comparisons,
    });
  }
  return findings;
};

/** So many comparisons of a pair by peakLive, each over rounds of its own. */
const changesBetween = async (
  instrument: Instrument,
  pair: readonly ScenarioVariant[],
  comparisons: number,
  bound: number,
) => {
  const samples = comparisons * fewestForInterval;
  const run = await instrument.take({ variants: pair, metrics: ['peakLive'], samples, scale });
  const [before, after] = pair.map(({ label }) => valuesOf(run, label));
  return Array.from({ length: comparisons }, (_, i) => {
    const from = i * fewestForInterval;
    const rounds = Array.from({ length: fewestForInterval }, (_, round) => from + round);
    return changeOf(
      rounds.map((round) => [before?.[round] ?? Number.NaN, after?.[round] ?? Number.NaN] as const),
      bound,
    );
  });
};

const valuesOf = (run: Run, label: string): readonly number[] => {
  const result = resultOf(run, label);
  if (result.failure !== null) throw new Error(`${label} failed: ${result.failure.message}`);
  return result.metrics.peakLive?.values ?? [];
};

import { isJudged, type JudgedChange } from '../analysis/changes/change-words.ts';
import { changesBetween } from '../analysis/changes/changes.ts';
import { sideOfRun } from '../analysis/changes/sides.ts';
import { fewestForInterval } from '../analysis/statistics/median-interval.ts';
import type { Side } from '../record/checks/changes.ts';
import type { Finding, Form } from '../record/checks/finding.ts';
import type { ScenarioRow } from '../scenario/scenario.ts';
import { formatChange } from '../units/numbers.ts';
import { type Instrument, knownAnswer, strategy } from './instrument.ts';

const chunks = { chunk: 100, lookup: 'post' } as const;

/** What a gate on peakLive lets pass unless it is told otherwise. */
const gateBound = 0.02;

/** A tenth of production: naive holds about 77 MB there, and a sample takes a second. */
const scale = 0.1;

/** 7: the same strategy as if it were two raises no alarm. */
export const checkFalseAlarms = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  // A rate of false alarms is what `npm run bench -- gates` is for.
  const comparisons = form === 'full' ? 20 : 1;
  const pair = [strategy('name-then-chunk', chunks, 'A'), strategy('name-then-chunk', chunks, 'B')] as const;
  const changes = await changesOfPair(instrument, pair, comparisons, gateBound);
  const alarms = changes.filter(
    ({ verdict }) => verdict === 'regression' || verdict === 'improvement',
  ).length;
  const furthest = Math.max(...changes.map(({ shift }) => Math.abs(shift.value - 1)));
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
    const holding = { of, ...params, kind: 'doubles', from: 'start', until: 'end' };
    const pair = [
      knownAnswer('holding', { ...holding, bytes: 0 }, of),
      knownAnswer('holding', { ...holding, bytes: extra }, `${of} with ${what}`),
    ] as const;
    const changes = await changesOfPair(instrument, pair, comparisons, bound);
    const seen = changes.filter(({ verdict }) => verdict === 'regression').length;
    findings.push({
      check: `${of} with ${what}, ${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'}`,
      truth: 'a regression each time',
      measured: `${seen} of ${comparisons}`,
      error: `median ${formatChange(changes.map(({ shift }) => shift.value).toSorted((a, b) => a - b)[comparisons >> 1] ?? 1)}`,
      tolerance: `all, at a bound of ${bound * 100} %`,
      holds: seen === comparisons,
    });
  }
  return findings;
};

/** So many comparisons of a pair by peakLive as a gate makes them, each over rounds of its own. */
const changesOfPair = async (
  instrument: Instrument,
  pair: readonly [before: ScenarioRow, after: ScenarioRow],
  comparisons: number,
  bound: number,
): Promise<JudgedChange[]> => {
  const samples = comparisons * fewestForInterval;
  const side = sideOfRun(await instrument.take({ rows: pair, metrics: ['peakLive'], samples, scale }));
  return Array.from({ length: comparisons }, (_, i) => {
    const [before, after] = pair.map(({ label }) => partOf(side, label, i * fewestForInterval));
    if (before === undefined || after === undefined) throw new Error('expected a pair');
    const words = { before: 'the one', after: 'the other', remedy: '' };
    const [change] = changesBetween(before, after, [{ metric: 'peakLive', share: bound }], words).changes;
    if (change === undefined || !isJudged(change)) {
      throw new Error(`peakLive was not judged: ${change?.why ?? 'it was not read'}`);
    }
    return change;
  });
};

/** A strategy's rounds from one on, as a run of its own, under a name that both of a pair have. */
const partOf = (side: Side, label: string, from: number): Side => ({
  ...side,
  results: side.results
    .filter((result) => result.label === label)
    .map((result) => {
      if (result.status === 'failed') throw new Error(`${label} failed: ${result.failure}`);
      const peakLive = result.readings.peakLive?.slice(from, from + fewestForInterval) ?? [];
      return { ...result, label: 'subject', readings: { peakLive } };
    }),
});

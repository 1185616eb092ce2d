import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { isJudged } from '../../src/analysis/changes/change-words.ts';
import { changesBetween } from '../../src/analysis/changes/changes.ts';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { fewestForInterval } from '../../src/analysis/statistics/median-interval.ts';
import { loadScenario } from '../../src/cases/load.ts';
import type { Side, SideResult } from '../../src/record/checks/changes.ts';
import { readJournal } from '../../src/runner/files/journal-file.ts';
import { measure } from '../../src/runner/measure.ts';
import type { ScenarioRow } from '../../src/scenario/scenario.ts';
import { type DifferenceRow, emptyCell } from '../../src/selftest/difference-cells.ts';
import { knownAnswer } from '../../src/selftest/instrument.ts';
import type { Finding } from './findings.ts';

const rows: Readonly<Record<string, DifferenceRow | { readonly of: 'idle' }>> = {
  idle: { of: 'idle' },
  naive: { of: 'naive' },
  'chunks of 10': { of: 'name-then-chunk', chunk: 10 },
  'chunks of 100': { of: 'name-then-chunk', chunk: 100 },
  'line-stream': { of: 'line-stream' },
  'document-stream': { of: 'document-stream' },
  'row-stream': { of: 'row-stream' },
};

const workloads = [
  { scenario: 'smoke', scale: 1 },
  { scenario: 'production', scale: 0.1 },
] as const;

/** Gates that are put together of two runs of so many, each taken whole: rounds of one run share what differs between runs. */
const gates = 1000;

/** What a gate on peakLive lets pass unless it is told otherwise. */
const defaultBound = 0.02;

/** 1 % more, or 256 kB where that is more. */
const extraOf = (base: number): number => Math.max(256_000, 0.01 * base);

/**
 * What gates say of code that has not changed, and of code that holds a little more, over so many runs: each has services, a
 * folder and searches of its own. The fresh gates compare every later run with the first, as CI does with its baseline.
 */
export const benchGates = async (scratch: string, runs = 20): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const workload of workloads) findings.push(...(await ofWorkload(scratch, runs, workload)));
  return findings;
};

type Workload = (typeof workloads)[number];

const ofWorkload = async (scratch: string, runs: number, workload: Workload): Promise<Finding[]> => {
  const first = await takeRun(
    scratch,
    workload,
    Object.keys(rows).map((row) => rowOf(row, 0)),
    1,
  );
  const bases = new Map(first.results.map((result) => [result.label, readingOf(result)]));
  const sideRows = Object.keys(rows).flatMap((row) => [
    rowOf(row, 0),
    rowOf(row, extraOf(bases.get(row) ?? Number.NaN)),
  ]);
  const sides: Side[] = [];
  for (let run = 0; run < runs; run++) {
    sides.push(await takeRun(scratch, workload, sideRows, fewestForInterval));
    process.stderr.write(`${workload.scenario}: ${run + 1} of ${runs}\n`);
  }
  const name = `${workload.scenario} at ${workload.scale}`;
  return Object.keys(rows).flatMap((row) => [
    ofUnchanged(`${name}, ${row}: fresh gates`, verdictsOf(sides, row, row, defaultBound, freshPairs(runs))),
    ofUnchanged(
      `${name}, ${row}: gates of two runs`,
      verdictsOf(sides, row, row, defaultBound, drawnPairs(runs)),
    ),
    ...(row === 'idle' ? [] : [ofMore(`${name}, ${row}`, bases.get(row) ?? Number.NaN, sides, row)]),
  ]);
};

/** Not asked of idle: 0.12 MB of its peak is gone when it begins, so what it holds besides lies partly below the peak. */
const more = (row: string): string => `${row} with more`;

const rowOf = (row: string, bytes: number): ScenarioRow => {
  const params = { ...emptyCell(rows[row] as DifferenceRow).params, bytes };
  const moments = bytes === 0 ? {} : { from: 'start', until: 'end' };
  const given = knownAnswer('holding', { ...params, ...moments }, bytes === 0 ? row : more(row));
  return row === 'idle' ? { ...given, yields: 'nothing' } : given;
};

const takeRun = async (
  scratch: string,
  { scenario, scale }: Workload,
  sideRows: readonly ScenarioRow[],
  samples: number,
): Promise<Side> => {
  const folder = await mkdtemp(path.join(scratch, 'run-'));
  const written = loadScenario(scenario, { metrics: ['peakLive'], samples, scale });
  const measured = {
    ...written,
    name: 'gates',
    rows: sideRows,
    reference: null,
    claims: [],
    budgets: [],
    measurements: [],
  };
  const { signal } = new AbortController();
  for await (const _ of measure(measured, folder, signal));
  return sideOfJournal((await readJournal(folder)).journal);
};

type Pair = readonly [before: number, after: number];

const freshPairs = (runs: number): Pair[] => Array.from({ length: runs - 1 }, (_, i) => [0, i + 1]);

/** Drawn with a seed, so that a figure can be had again from the same runs. */
const drawnPairs = (runs: number): Pair[] => {
  let state = 1;
  const draw = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: gates }, () => {
    const before = draw(runs);
    return [before, (before + 1 + draw(runs - 1)) % runs];
  });
};

const verdictsOf = (
  sides: readonly Side[],
  before: string,
  after: string,
  share: number,
  pairs: readonly Pair[],
): string[] =>
  pairs.map(([was, is]) => {
    const words = { before: 'the one', after: 'the other', remedy: '' };
    const bounds = [{ metric: 'peakLive', share }] as const;
    const [change] = changesBetween(only(sides[was], before), only(sides[is], after), bounds, words).changes;
    if (change === undefined || !isJudged(change)) throw new Error(`${after} was not judged`);
    return change.verdict;
  });

/** A row by itself, under a name that both sides have. */
const only = (side: Side | undefined, label: string): Side => {
  if (side === undefined) throw new Error('there are fewer runs than that');
  return {
    ...side,
    results: side.results.filter((one) => one.label === label).map((one) => ({ ...one, label: 'row' })),
  };
};

const readingOf = (result: SideResult): number => {
  if (result.status === 'failed') throw new Error(`${result.label} failed: ${result.failure}`);
  return result.readings.peakLive?.[0] ?? Number.NaN;
};

const ofUnchanged = (what: string, verdicts: readonly string[]): Finding => {
  const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length;
  const [worse, better, open] = ['regression', 'improvement', 'not resolved'].map(count) as [
    number,
    number,
    number,
  ];
  return {
    what,
    measured: `of ${verdicts.length}: ${worse} worse, ${better} better, ${open} undecided`,
    goal: { text: 'none, none, at most 5 %', met: worse + better === 0 && open <= 0.05 * verdicts.length },
  };
};

const ofMore = (name: string, base: number, sides: readonly Side[], row: string): Finding => {
  const extra = extraOf(base);
  const verdicts = verdictsOf(sides, row, more(row), extra / 2 / base, drawnPairs(sides.length));
  const seen = verdicts.filter((verdict) => verdict === 'regression').length;
  return {
    what: `${name}: ${(extra / 1e3).toFixed(0)} kB more, of ${(base / 1e6).toFixed(1)} MB`,
    measured: `seen ${seen} times of ${verdicts.length}`,
    goal: { text: '99 of 100', met: seen >= 0.99 * verdicts.length },
  };
};

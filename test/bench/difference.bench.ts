import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { loadScenario } from '../../src/cases/load.ts';
import { fineSearch, type LiveSearch } from '../../src/record/messages/live-grain.ts';
import { startServicesProcess } from '../../src/runner/services/services-process.ts';
import { caseJobOf } from '../../src/runner/services/target-services.ts';
import { tightSchedule } from '../../src/runner/subject/gc-schedule.ts';
import { runLive } from '../../src/runner/subject/run-live.ts';
import { prepareSubjects } from '../../src/runner/subject/subject-process.ts';
import { liveFoundBy } from '../../src/runner/subject/take-sample.ts';
import {
  allowedOf,
  type Cell,
  cellsOf,
  type DifferenceRow,
  emptyCell,
  nameOf,
} from '../../src/selftest/difference-cells.ts';
import { knownAnswer } from '../../src/selftest/instrument.ts';
import type { Finding } from './findings.ts';

const rows: readonly DifferenceRow[] = [
  { of: 'naive' },
  { of: 'name-then-chunk', chunk: 10 },
  { of: 'name-then-chunk', chunk: 100 },
  { of: 'line-stream' },
  { of: 'document-stream' },
  { of: 'row-stream' },
];

const workloads: readonly Workload[] = [
  { scenario: 'smoke', scale: 1 },
  { scenario: 'production', scale: 0.1 },
];

/** A run of it takes as long as three of the others. */
const largest = { scenario: 'production', scale: 1 };
const rowsOfLargest: readonly DifferenceRow[] = [
  { of: 'naive' },
  { of: 'name-then-chunk', chunk: 100 },
  { of: 'line-stream' },
];

/**
 * Whether a difference that is known is read as it is: so many runs, each with services, a folder and a search of its own. The
 * folders' names are of different lengths, since whatever moves the young generation's phase must not matter.
 */
export const benchDifference = async (scratch: string, runs = 20): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const workload of workloads) {
    for (const row of rows) findings.push(...(await ofRow(scratch, runs, workload, row)));
  }
  return findings;
};

/** The same where naive needs 672 MB. */
export const benchLargestDifference = async (scratch: string, runs = 3): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const row of rowsOfLargest) findings.push(...(await ofRow(scratch, runs, largest, row)));
  return findings;
};

interface Workload {
  readonly scenario: string;
  readonly scale: number;
}

interface Told {
  readonly truth: number;
  /** What was read less the truth, a run each. */
  readonly errors: number[];
}

const ofRow = async (
  scratch: string,
  runs: number,
  workload: Workload,
  row: DifferenceRow,
): Promise<Finding[]> => {
  const told = new Map<string, Told>();
  for (let run = 0; run < runs; run++) {
    const folder = await mkdtemp(path.join(scratch, 'x'.repeat(1 + 7 * (run % 9))));
    for (const [{ what, truth }, error] of await errorsOf(folder, workload, row)) {
      const { errors } = told.get(what) ?? { errors: [] };
      told.set(what, { truth, errors: [...errors, error] });
    }
  }
  const { scenario, scale } = workload;
  return [...told].map(([what, { truth, errors }]) => ({
    what: `${scenario} at ${scale}, ${nameOf(row)}: ${what}`,
    measured: `${within(errors, truth)} of ${errors.length}, ${kilobytes(Math.min(...errors))} to ${kilobytes(Math.max(...errors))}`,
    goal: {
      text: `all within ${(allowedOf(truth) / 1e3).toFixed(0)} kB`,
      met: within(errors, truth) === errors.length,
    },
  }));
};

const within = (errors: readonly number[], truth: number): number =>
  errors.filter((error) => Math.abs(error) <= allowedOf(truth)).length;

const kilobytes = (bytes: number): string => `${bytes < 0 ? '' : '+'}${(bytes / 1e3).toFixed(0)} kB`;

/** What was read less the truth, a cell each, of one run. */
const errorsOf = async (
  folder: string,
  { scenario, scale }: Workload,
  row: DifferenceRow,
): Promise<Map<Cell, number>> => {
  const { signal } = new AbortController();
  const loaded = loadScenario(scenario, { scale });
  const services = await startServicesProcess(loaded, folder, signal);
  const { strategy } = knownAnswer('holding', {}, 'holding');
  const subjects = prepareSubjects(folder, {
    module: loaded.case.modules.subject,
    strategies: [row.of, strategy],
  });
  const searches = new Map<string, LiveSearch>();
  const read = async ({ what, params }: Cell): Promise<number> => {
    const subject = await runLive(
      what,
      searches,
      (search) =>
        subjects.run(
          { url: services.url, ...caseJobOf(loaded), strategy, params, purpose: 'live', search, cycles: 1 },
          { timeoutMs: 300_000, flags: tightSchedule, signal },
        ),
      liveFoundBy,
    );
    if (subject?.type !== 'reported') throw new Error(`${what} did not complete: ${JSON.stringify(subject)}`);
    return subject.report.metrics.peakLive ?? Number.NaN;
  };
  try {
    const cells = cellsOf(row, Object.values(loaded.opened.groups).toReversed());
    const empty = await read(emptyCell(row));
    const errors = new Map<Cell, number>();
    for (const cell of cells) {
      // How high it lies is known, or a search would take as long as the sample.
      searches.set(cell.what, fineSearch(empty + cell.truth));
      errors.set(cell, (await read(cell)) - empty - cell.truth);
    }
    return errors;
  } finally {
    await services.stop();
  }
};

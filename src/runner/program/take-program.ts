import type { Fingerprint } from '../../record/journal/fingerprint.ts';
import type { Completeness, Failure, Metrics, Outcome, Sample } from '../../record/journal/sample.ts';
import { firstSearch, type LiveSearch } from '../../record/messages/live-grain.ts';
import { type MetricReadBy, metricNames, purposeOf } from '../../record/metrics.ts';
import { variableOf } from '../../scenario/rows/programs.ts';
import type { Measurement, ScenarioProgram, ScenarioRow } from '../../scenario/scenario.ts';
import { formatWait } from '../../units/durations.ts';
import type { MemoryCgroup } from '../limits/container/memory-cgroup.ts';
import type { PlannedSample } from '../plan.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import { tightSchedule } from '../subject/gc-schedule.ts';
import { v8OutOfMemory } from '../subject/subject-process.ts';
import { incompleteness, mayCount, pickMetrics, type Workshop, withNotes } from '../subject/take-sample.ts';
import { type Found, programAmong } from './inside/program-among.ts';
import {
  insideFor,
  type ReadRun,
  type ReadTask,
  takeRead,
  unseenOf,
  variablesInside,
} from './inside/take-read.ts';
import type { Marks } from './program-marks.ts';
import type { ProgramFiles, ProgramLife } from './program-process.ts';
import { type ProgramReport, type Read, readProcessedLog, readReport } from './program-report.ts';

/** Takes one sample of a program. Null when it was interrupted. */
export const takeProgram = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
): Promise<Sample | null> => {
  const task = { workshop, planned, program };
  const limits = { timeoutMs: workshop.scenario.timeout * 1000 };
  const flags = planned.purpose === 'live' ? tightSchedule : [];
  return takeRead(task, flags, (search) => runOnce(task, limits, search));
};

interface ProgramLimits {
  readonly timeoutMs: number;
  readonly cgroup?: MemoryCgroup;
}

/** Runs a program once, with a ledger of its own. Null when it was interrupted. */
export const runProgram = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
  limits: ProgramLimits,
): Promise<Outcome | null> => (await runOnce({ workshop, planned, program }, limits))?.outcome ?? null;

const runOnce = async (
  task: ReadTask,
  limits: ProgramLimits,
  search: LiveSearch = firstSearch,
): Promise<ReadRun | null> => {
  const { workshop, planned, program } = task;
  const { scenario, services, programs, signal } = workshop;
  if (scenario.access !== null) throw new Error('a program is never measured against a target');
  await services.resetLedger(planned.row.label);
  const inside = insideFor(task, ['pilot', 'heap', 'live']);
  const variables = {
    ...variablesFor(planned, scenario, services.url, programs.files),
    ...(await variablesInside(inside, task, { flags: [], answers: false, search })),
  };
  const life = await programs.run(program, variables, { ...limits, signal });
  if (life.type === 'interrupted') return null;
  const endedWell = life.type === 'ended' && life.marks.end.type === 'exit' && life.marks.end.code === 0;
  const processed = await readProcessedLog(
    programs.files.processed,
    scenario.case.log,
    endedWell ? 'whole' : 'cut short',
  );
  const report = await readReport(programs.files.report, consumerOf(scenario));
  if (report.type === 'read' && report.oldName !== undefined) workshop.onOldName(report.oldName);
  const found = inside && programAmong(await inside.read(), inside.launchers);
  const evidence = { life, processed, report, timeoutMs: limits.timeoutMs, program, found };
  const outcome = outcomeOf(evidence, await services.readLedger(), { workshop, planned });
  return { outcome: withNotes(outcome, (await services.readNotes?.()) ?? []), found };
};

const consumerOf = ({ case: about, consumer }: Measurement) => about.consumers[consumer] ?? { counts: {} };

/** All that a program is told. fixtures/README.md, "Any program", documents it. */
const variablesFor = (
  { row, purpose }: PlannedSample,
  { opened }: Measurement,
  url: string | null,
  files: ProgramFiles,
): Readonly<Record<string, string>> => ({
  ...(url !== null && { TIDEMARK_URL: url }),
  ...opened.variables,
  TIDEMARK_PURPOSE: purpose,
  TIDEMARK_PROCESSED: files.processed,
  TIDEMARK_REPORT: files.report,
  ...variablesOfParams(row),
});

/** How a program or a server is told its parameters. */
export const variablesOfParams = ({
  params,
}: Pick<ScenarioRow, 'params'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(params).map(([param, value]) => [variableOf(param), String(value)]));

/** What a program left behind. */
export interface Evidence {
  readonly life: Exclude<ProgramLife, { type: 'interrupted' }>;
  readonly processed: Read<Fingerprint[] | null>;
  readonly report: Read<ProgramReport>;
  readonly timeoutMs: number;
  readonly program: ScenarioProgram;
  /** What was read from inside, or why nothing was; null of a sample that is not for it. */
  readonly found: Found | string | null;
}

const outcomeOf = (
  evidence: Evidence,
  ledger: Metrics,
  { workshop, planned }: { workshop: Workshop; planned: PlannedSample },
): Outcome => {
  const { processed, report, program, found } = evidence;
  const log = processed.type === 'read' ? processed.value : null;
  const completeness = program.checked ? workshop.check(planned.row, log ?? [], ledger.requests ?? 0) : null;
  const failure = failureOf(evidence) ?? lossIn(log, completeness, workshop.scenario);
  if (failure !== null) return { status: 'failed', failure, completeness };
  if (report.type !== 'read' || evidence.life.type !== 'ended')
    throw new Error('a program without a failure has no report');
  const { metrics, unavailable } =
    found === null ? figuresOf(evidence.life.marks, report.value, planned) : insideFiguresOf(found, planned);
  const { left, residentOf } = evidence.life.marks;
  const read = typeof found === 'string' ? null : found;
  return {
    status: 'completed',
    metrics: pickMetrics({ ...ledger, ...metrics }, workshop.scenario, planned),
    unavailable,
    completeness,
    consumer: report.value.consumer ?? null,
    detail: {
      kind: 'program',
      version: report.value.version ?? read?.program.version ?? null,
      ...(read !== null && { processes: read.processes }),
      ...(planned.purpose === 'timing' && residentOf !== null && { residentOf }),
      ...(read !== null && planned.purpose === 'pilot' && { points: read.program.timeline }),
    },
    unseen: unseenOf(found, left),
  };
};

const insideFiguresOf = (
  found: Found | string,
  { purpose }: PlannedSample,
): Pick<Marks, 'metrics' | 'unavailable'> => {
  if (typeof found !== 'string') return { metrics: found.program.metrics, unavailable: {} };
  const lacking = metricNames.filter((name) => purposeOf(name) === purpose);
  return { metrics: {}, unavailable: Object.fromEntries(lacking.map((name) => [name, found])) };
};

/** Figures from outside come first: the program's own word for its peakRss is taken where there is no other. */
const figuresOf = (
  marks: Marks,
  { peakRss, tracedPeak }: ProgramReport,
  { purpose }: PlannedSample,
): Pick<Marks, 'metrics' | 'unavailable'> => {
  if (purpose === 'traced') {
    if (tracedPeak === undefined)
      return { metrics: {}, unavailable: { tracedPeak: 'the program reported none' } };
    return { metrics: { tracedPeak } satisfies Record<MetricReadBy<'traced'>, number>, unavailable: {} };
  }
  if (marks.metrics.peakRss !== undefined || peakRss === undefined) return marks;
  const { peakRss: _, peakRssLargest: __, ...unavailable } = marks.unavailable;
  return { metrics: { ...marks.metrics, peakRss }, unavailable };
};

/** As automake and its kin have it: the program cannot be tried here. */
const skippedExitCode = 77;

/** Why the program did not do what it was asked to; null if it did as far as can be told without its log. */
export const failureOf = ({ life, processed, report, timeoutMs, program }: Evidence): Failure | null => {
  if (life.type === 'not-installed') {
    return { kind: 'not-installed', message: `there is no ${program.command[0]} on this machine` };
  }
  const { stderr } = life;
  const lastWords = lastWordsIn(stderr);
  if (life.type === 'timeout') {
    return { kind: 'timeout', message: `it did not end within ${formatWait(timeoutMs)}${lastWords}` };
  }
  return (
    badEnd(life.marks.end, stderr) ??
    nonsenseIn(processed, lastWords) ??
    nonsenseIn(report, lastWords) ??
    miscount(processed, report, lastWords)
  );
};

/** Why an end is none of a program that did its work; null of one that is. */
export const badEnd = (end: Marks['end'], stderr: string): Failure | null => {
  const lastWords = lastWordsIn(stderr);
  const endedWell = end.type === 'exit' && (end.code === 0 || end.code === skippedExitCode);
  if (!endedWell && (/^MemoryError\b/m.test(stderr) || v8OutOfMemory.test(stderr))) {
    return { kind: 'out-of-memory', message: `it ran out of memory${lastWords}` };
  }
  switch (end.type) {
    case 'not-started':
      return { kind: 'exit', message: `it could not be started${lastWords}`, exitCode: null };
    case 'signal': {
      const cause =
        end.signal === 'SIGKILL' ? ', which is also how the kernel ends a process when memory runs out' : '';
      return {
        kind: 'signal',
        message: `it was ended by ${end.signal}${cause}${lastWords}`,
        signal: end.signal,
      };
    }
    case 'exit':
      if (end.code === 0) return null;
      if (end.code === skippedExitCode) {
        return { kind: 'not-installed', message: `it lacks something on this machine${lastWords}` };
      }
      return { kind: 'exit', message: `it ended with exit code ${end.code}${lastWords}`, exitCode: end.code };
  }
};

const nonsenseIn = (read: Read<unknown>, lastWords: string): Failure | null =>
  read.type === 'nonsense' ? { kind: 'invalid-report', message: `${read.message}${lastWords}` } : null;

const miscount = (
  processed: Evidence['processed'],
  report: Evidence['report'],
  lastWords: string,
): Failure | null => {
  if (processed.type !== 'read' || report.type !== 'read' || processed.value === null) return null;
  const { processed: said } = report.value;
  const logged = processed.value.length;
  return said === undefined || said === logged
    ? null
    : {
        kind: 'invalid-report',
        message: `it reported ${said} processed items, and logged ${logged}${lastWords}`,
      };
};

const lossIn = (
  log: readonly Fingerprint[] | null,
  completeness: Completeness | null,
  scenario: Measurement,
): Failure | null => {
  if (completeness === null || completeness.digestMatches) return null;
  if (log !== null && mayCount(completeness, scenario)) return null;
  return log === null
    ? {
        kind: 'invalid-report',
        message:
          'it logged no processed item in the file that TIDEMARK_PROCESSED names, so nobody knows what it did',
      }
    : incompleteness(completeness, scenario);
};

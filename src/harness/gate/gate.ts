import path from 'node:path';
import { checksOfChanges } from '../../analysis/changes/change-checks.ts';
import { changesBetween } from '../../analysis/changes/changes.ts';
import { assertComparable } from '../../analysis/changes/comparable.ts';
import { sideEnvironment, sideOfJournal } from '../../analysis/changes/sides.ts';
import { checksOfRun } from '../../analysis/checks/checks.ts';
import { type Verdict, verdictOf, verdictOfRun } from '../../analysis/checks/verdict.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Changes, MetricBound, Side } from '../../record/checks/changes.ts';
import type { Check } from '../../record/checks/checks.ts';
import type { Run } from '../../record/run.ts';
import { renderComment } from '../../report/markdown/comment.ts';
import { sightLines } from '../../report/model/change-words.ts';
import { readEnvironment } from '../../runner/environment/environment.ts';
import { linkLatest, openOutputFolder } from '../../runner/files/output-folder.ts';
import { assertScratch } from '../../runner/processes/scratch.ts';
import { surveyed } from '../../runner/services/survey.ts';
import type { Case, Opened } from '../../scenario/case.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Ending, isTaken, measureTasks, type Watcher } from '../measure-tasks.ts';
import { readRun } from '../read-run.ts';
import { hasJournal, writeRun } from '../write-reports.ts';
import { assertWritable, openBaseline, replaceBaseline } from './gate-baseline.ts';
import { loadGated } from './gated-scenario.ts';

export interface GateRequest {
  readonly baseline: string;
  readonly bounds: readonly MetricBound[];
  readonly update?: boolean | undefined;
  readonly strategy?: readonly string[] | undefined;
  readonly samples?: string | undefined;
  readonly scale?: string | undefined;
  readonly seed?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly out?: string | undefined;
  /** How to make the baseline anew, for who stands here, and for a reader of the comment, who stands in the repository. */
  readonly remedy: { readonly fromHere: string; readonly fromRoot: string };
}

/** A run by itself; its reports are on disk. */
export interface Alone {
  readonly run: Run;
  readonly verdict: Verdict;
}

/** What a gate came to. */
export type Gated = { readonly folder: string } & (
  | {
      readonly type: 'judged';
      readonly run: Run;
      readonly compared: Changes;
      readonly verdict: Verdict;
      /** Markdown. */
      readonly comment: string;
    }
  | { readonly type: 'baseline'; readonly measured: Alone; readonly verb: 'written' | 'replaced' }
  /** A baseline is made of every row or not at all. */
  | { readonly type: 'no baseline'; readonly measured: Alone; readonly broken: Check }
  /** Not measured to its end; with what was measured, if anything was. */
  | { readonly type: 'unfinished'; readonly ending: Ending; readonly measured: Alone | null }
);

/**
 * Measures a scenario and compares it with its baseline, or writes that anew. Beside the reports it writes `comment.md`.
 * @throws UserError before anything is measured, for a baseline that does not fit or cannot be written
 */
export const gate = async (scenarioPath: string, request: GateRequest, watcher: Watcher): Promise<Gated> => {
  const { baseline: file, bounds, strategy, out, strict = false, remedy } = request;
  const isUpdate = request.update === true;
  if (isUpdate && strategy !== undefined) refusePartialUpdate();
  const scenario = await surveyed(loadGated(scenarioPath, bounds, request), watcher.signal);
  const words = { before: 'the baseline', after: 'this run', remedy: remedy.fromHere };
  const baseline = isUpdate ? null : openBaseline(file, scenario, strategy !== undefined, words);
  if (baseline === null) await assertWritable(file);
  else assertComparable(baseline, await sideToBe(scenario), words);
  if (baseline !== null) watcher.onEvent({ type: 'notice', lines: sightLines(baseline, bounds) });

  await assertScratch();
  const folder = await openOutputFolder(scenario.name, out, new Date());
  const ending = await measureTasks([{ measurement: scenario, folder }], folder, watcher);
  const isThere = !isTaken(ending) && hasJournal(folder);
  const measured = isThere ? await reportAlone(folder, strict) : null;
  if (measured !== null && out === undefined) await linkLatest(folder);
  if (ending !== 'complete' || measured === null) return { type: 'unfinished', folder, ending, measured };

  const { run, side } = measured;
  if (baseline === null) return { folder, ...(await update(measured, file)) };
  const compared = changesBetween(baseline, side, bounds, words);
  const checks = [...checksOfRun(run), ...checksOfChanges(compared, 'gated row', { required: true })];
  const verdict = verdictOf(checks, { subject: run.scenario.name, strict });
  const comment = renderComment(compared, verdict, remedy.fromRoot);
  await writeRun(folder, run, verdict, [path.join(folder, 'comment.md'), comment]);
  return { type: 'judged', folder, run, compared, verdict, comment };
};

/** Merged into the baseline, they would stand under the machine, the version and the commit of another run. */
const refusePartialUpdate = (): never => {
  throw new UserError('--strategy with --update would leave the other strategies without a baseline', {
    advice: 'A baseline is one run of the whole scenario: leave out --strategy.',
  });
};

const summaryOf = ({ summarise }: Case, opened: Opened): Side['workload'] => {
  const steps = summarise(opened);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/** What is known before anything is measured: a baseline that does not fit is refused now and not minutes later. */
const sideToBe = async ({ name, case: about, opened }: Scenario): Promise<Side> => ({
  scenario: name,
  environment: sideEnvironment(await readEnvironment()),
  workload: summaryOf(about, opened),
  results: [],
});

/** The reports of what was measured, also where that did not come to its end. */
const reportAlone = async (folder: string, strict: boolean): Promise<Alone & { readonly side: Side }> => {
  const { journal, run } = await readRun(folder);
  const verdict = verdictOfRun(run, [], { strict });
  await writeRun(folder, run, verdict);
  return { run, side: sideOfJournal(journal), verdict };
};

/**
 * A baseline is made of every row or not at all. An exceeded budget is told by the exit code, and the baseline written all
 * the same: it is what there is.
 */
const update = async (measured: Alone & { readonly side: Side }, file: string) => {
  const broken = measured.verdict.checks.find(
    ({ kind, outcome }) => kind === 'completion' && outcome.kind === 'not judged',
  );
  return broken === undefined
    ? ({ type: 'baseline', measured, verb: await replaceBaseline(file, measured.side) } as const)
    : ({ type: 'no baseline', measured, broken } as const);
};

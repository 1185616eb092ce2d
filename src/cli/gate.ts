import path from 'node:path';
import type { Command } from 'commander';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import { checksOfChanges } from '../analysis/change-checks.ts';
import { changesBetween } from '../analysis/changes.ts';
import { checksOfRun } from '../analysis/checks.ts';
import { assertComparable, type Words } from '../analysis/comparable.ts';
import { fewestForInterval } from '../analysis/median-interval.ts';
import { sideEnvironment, sideOfJournal } from '../analysis/sides.ts';
import { type Verdict, verdictOf, verdictOfRun } from '../analysis/verdict.ts';
import { commandLine } from '../errors/command.ts';
import { UserError } from '../errors/user-error.ts';
import { assertWritable, openBaseline, replaceBaseline } from '../harness/gate-baseline.ts';
import { loadGated } from '../harness/gated-scenario.ts';
import { hasJournal, writeRun } from '../harness/write-reports.ts';
import type { MetricBound, Side } from '../record/changes.ts';
import type { Run } from '../record/run.ts';
import { sightLines } from '../report/change-words.ts';
import { renderTerminal } from '../report/terminal.ts';
import { columnsOf, wrap } from '../report/terminal-layout.ts';
import { pinnedNode, readEnvironment } from '../runner/environment.ts';
import { readJournal } from '../runner/journal-file.ts';
import { linkLatest, openOutputFolder } from '../runner/output-folder.ts';
import { assertScratch } from '../runner/scratch.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { openWorkload } from '../workload/open.ts';
import { summariseWorkload } from '../workload/summary.ts';
import { collect, strictMeaning } from './arguments.ts';
import { defaultFailOn, parseBounds } from './bounds.ts';
import { notJudgedExitCode } from './exit-codes.ts';
import { isTaken, measureTasks, tellEnding } from './measure-tasks.ts';
import { complain, print } from './print.ts';
import { fromRepository } from './repository-path.ts';
import { tellGate } from './tell-gate.ts';
import { terminalStyle } from './terminal-style.ts';

interface GateOptions {
  readonly baseline: string;
  readonly failOn: string;
  readonly update?: boolean;
  readonly strategy?: string[];
  readonly samples?: string;
  readonly scale?: string;
  readonly seed?: string;
  readonly strict?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

export const addGateCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('gate')
    .description('measure a scenario, compare it with a baseline, and fail on a regression')
    .argument('<scenario>', 'a scenario file, or the name of one in scenarios/')
    .requiredOption('--baseline <file>', 'the baseline: a file that --update has written')
    .option('--fail-on <bounds>', 'what to measure, and how much worse each may get', defaultFailOn)
    .option('--update', 'write the baseline, of the whole scenario, instead of comparing with it')
    .option(
      '--strategy <name>',
      'only this row of the scenario, or this strategy or module (repeatable)',
      collect,
    )
    .option('--samples <n>', `samples of each strategy and purpose, at least ${fewestForInterval}`)
    .option('--scale <factor>', "multiply the workload's counts")
    .option('--seed <n>', 'seed of the workload and of the services')
    .option('--strict', strictMeaning)
    .option('--out <dir>', 'where to write the journal, the reports, junit.xml and comment.md')
    .option('--quiet', 'no progress display')
    .action(async (scenario: string, options: GateOptions) => done(await gate(scenario, options)));
};

const gate = async (scenarioPath: string, options: GateOptions): Promise<number> => {
  const { baseline: file, strategy, out } = options;
  const isUpdate = options.update === true;
  const bounds = parseBounds(options.failOn);
  if (isUpdate && strategy !== undefined) refusePartialUpdate();
  const scenario = loadGated(scenarioPath, bounds, options);
  const words = wordsFor(scenarioPath, options);
  const baseline = isUpdate ? null : openBaseline(file, scenario, strategy !== undefined, words);
  if (baseline === null) await assertWritable(file);
  else assertComparable(baseline, await sideToBe(scenario), words);

  if (baseline !== null) print(sightText(baseline, bounds));
  await assertScratch();
  const folder = await openOutputFolder(scenario.name, out, new Date());
  const task = { measurement: scenario, folder };
  const ending = await measureTasks([task], options.quiet === true);
  const endingCode = ending === 'complete' ? 0 : tellEnding(ending, folder);
  if (isTaken(ending)) return endingCode;
  const measured = hasJournal(folder) ? await report(folder, options.strict === true) : null;
  if (measured !== null && out === undefined) await linkLatest(folder);
  if (ending !== 'complete' || measured === null) {
    if (measured !== null) showRun(measured, folder);
    return ending === 'complete' ? notJudgedExitCode : endingCode;
  }
  if (baseline === null) return update(measured, file, folder);
  const { run, side } = measured;
  const compared = changesBetween(baseline, side, bounds, words);
  const checks = [...checksOfRun(run), ...checksOfChanges(compared, 'gated row', { required: true })];
  const verdict = verdictOf(checks, { subject: run.scenario.name, strict: options.strict === true });
  const command = updateCommand(scenarioPath, options);
  const remedy = { fromHere: words.remedy, fromRoot: remedyOf(fromRepository(command)) };
  await tellGate(run, compared, verdict, { remedy, folder });
  return verdict.exitCode;
};

/** What the baseline lets this gate see, a row each: who reads the verdict must know what it cannot be about. */
const sightText = (baseline: Side, bounds: readonly MetricBound[]): string => {
  const { columns, lines } = {
    columns: columnsOf(terminalStyle().width),
    lines: sightLines(baseline, bounds),
  };
  return lines.length === 0 ? '' : `${lines.flatMap((line) => wrap(line, columns, '  ')).join('\n')}\n\n`;
};

/** Merged into the baseline, they would stand under the machine, the version and the commit of another run. */
const refusePartialUpdate = (): never => {
  throw new UserError('--strategy with --update would leave the other strategies without a baseline', {
    advice: 'A baseline is one run of the whole scenario: leave out --strategy.',
  });
};

const updateCommand = (scenario: string, { baseline, failOn, scale, seed }: GateOptions): string => {
  const given = [
    ...(failOn === defaultFailOn ? [] : ['--fail-on', failOn]),
    ...(scale === undefined ? [] : ['--scale', scale]),
    ...(seed === undefined ? [] : ['--seed', seed]),
  ];
  return commandLine(['gate', scenario, '--baseline', baseline, ...given, '--update']);
};

const remedyOf = (command: string): string => `Make the baseline anew: ${command}`;

const wordsFor = (scenario: string, options: GateOptions): Words => ({
  before: 'the baseline',
  after: 'this run',
  remedy: remedyOf(updateCommand(scenario, options)),
});

/** What is known before anything is measured: a baseline that does not fit is refused now and not minutes later. */
const sideToBe = async ({ name, profile, seed, statuses }: Scenario): Promise<Side> => ({
  scenario: name,
  environment: sideEnvironment(await readEnvironment()),
  workload: summariseWorkload(openWorkload(profile, seed), statuses),
  results: [],
});

interface Measured {
  readonly run: Run;
  readonly side: Side;
  /** Of the run by itself. */
  readonly verdict: Verdict;
}

/** The reports of what was measured, also where that did not come to its end. */
const report = async (folder: string, strict: boolean): Promise<Measured> => {
  const { journal, warnings } = await readJournal(folder);
  const run = analyseJournal(journal, { pinnedNode, warnings });
  const verdict = verdictOfRun(run, [], { strict });
  await writeRun(folder, run, verdict);
  return { run, side: sideOfJournal(journal), verdict };
};

const showRun = ({ run, verdict }: Measured, folder: string): void => {
  const file = path.relative('', path.join(folder, 'report.md'));
  print(`${renderTerminal(run, terminalStyle(), verdict)}\n${file}\n`);
};

/**
 * A baseline is made of every row or not at all. An exceeded budget is told by the exit code, and the baseline written all
 * the same: it is what there is.
 */
const update = async (measured: Measured, file: string, folder: string): Promise<number> => {
  const { verdict, side } = measured;
  showRun(measured, folder);
  const broken = verdict.checks.find(
    ({ kind, outcome }) => kind === 'completion' && outcome.kind === 'not judged',
  );
  if (broken !== undefined) {
    complain(`tidemark: ${file} was not written: ${broken.name} ${broken.message}\n`);
    return verdict.exitCode;
  }
  print(`${file} ${await replaceBaseline(file, side)}\n`);
  return verdict.exitCode;
};

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import { changesBetween } from '../analysis/changes.ts';
import { assertComparable, type Words } from '../analysis/comparable.ts';
import { exitCodeOf } from '../analysis/exit-code.ts';
import { fewestForInterval } from '../analysis/median-interval.ts';
import { sideEnvironment, sideOfJournal } from '../analysis/sides.ts';
import { messageOf, UserError } from '../errors/user-error.ts';
import type { Budget } from '../record/budgets.ts';
import type { Changes, MetricBound, Side } from '../record/changes.ts';
import type { Run } from '../record/run.ts';
import { budgetLines } from '../report/budget-words.ts';
import { checksOfChanges, checksOfRun } from '../report/checks.ts';
import { renderComment } from '../report/comment.ts';
import { renderChecks } from '../report/junit.ts';
import { renderTerminal } from '../report/terminal.ts';
import { renderTerminalChanges } from '../report/terminal-changes.ts';
import { readBaseline, writeBaseline } from '../runner/baseline-file.ts';
import { pinnedNode, readEnvironment } from '../runner/environment.ts';
import { isTightSchedule } from '../runner/gc-schedule.ts';
import { readJournal } from '../runner/journal-file.ts';
import { measure } from '../runner/measure.ts';
import { linkLatest, openOutputFolder } from '../runner/output-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { openWorkload } from '../workload/open.ts';
import { summariseWorkload } from '../workload/summary.ts';
import { collect } from './arguments.ts';
import { defaultFailOn, parseBounds } from './bounds.ts';
import { tellGitHub } from './github.ts';
import { interruptedExitCode, interruptible } from './interruption.ts';
import { createProgress } from './progress.ts';
import { terminalStyle } from './terminal-style.ts';
import { writeRun } from './write-reports.ts';

interface GateOptions {
  readonly baseline: string;
  readonly failOn: string;
  readonly update?: boolean;
  readonly strategy?: string[];
  readonly samples?: string;
  readonly scale?: string;
  readonly seed?: string;
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
    .option('--update', 'write the baseline instead of comparing with it')
    .option(
      '--strategy <name>',
      'only this row of the scenario, or this strategy or module (repeatable)',
      collect,
    )
    .option('--samples <n>', `samples of each strategy and purpose, at least ${fewestForInterval}`)
    .option('--scale <factor>', "multiply the workload's counts")
    .option('--seed <n>', 'seed of the workload and of the services')
    .option('--out <dir>', 'where to write the journal, the reports, junit.xml and comment.md')
    .option('--quiet', 'no progress display')
    .action(async (scenario: string, options: GateOptions) => done(await gate(scenario, options)));
};

const gate = async (scenarioPath: string, options: GateOptions): Promise<number> => {
  const bounds = parseBounds(options.failOn);
  const scenario = loadGated(scenarioPath, bounds, options);
  const words = wordsFor(scenarioPath, options);
  const baseline = options.update === true ? null : baselineFor(scenario, options, words);
  if (baseline !== null) assertComparable(baseline, await sideToBe(scenario), words);

  const folder = await openOutputFolder(scenario.name, options.out, new Date());
  const measured = await measureInto(scenario, folder, baseline, options.quiet === true);
  if (measured === 'interrupted') return interruptedExitCode;
  if (measured === 'broken') return brokenExitCode;
  if (options.out === undefined) await linkLatest(folder);
  if (baseline === null) return update(measured, options.baseline);
  const compared = changesBetween(baseline, measured.side, bounds, words);
  await tell(measured.run, compared, words.remedy, folder);
  return gateExitCode(measured.run, compared);
};

/** Strategies could not be measured. */
const brokenExitCode = 3;

const loadGated = (
  path: string,
  bounds: readonly MetricBound[],
  { strategy: strategies, samples, scale, seed }: GateOptions,
): Scenario => {
  const metrics = bounds.map(({ metric }) => metric);
  const scenario = loadScenario(path, { strategies, samples, scale, seed, metrics });
  if (samples !== undefined && scenario.samples < fewestForInterval) {
    throw new UserError(`--samples: a gate takes at least ${fewestForInterval}, found ${samples}`, {
      advice: 'Below that no interval can be given, so that noise could not be told from a change.',
    });
  }
  const variants = scenario.variants.filter(({ expect }) => expect === 'completes');
  const isGated = ({ label, metric }: Budget): boolean =>
    metrics.includes(metric) && variants.some((variant) => variant.label === label);
  return {
    ...scenario,
    samples: Math.max(fewestForInterval, scenario.samples),
    limits: [],
    variants,
    budgets: scenario.budgets.filter(isGated),
  };
};

/**
 * Strategies that the command line leaves out are no loss of the run. Live samples are taken with the baseline's flags, so
 * they must be ones that this version knows what it reads under.
 */
const baselineFor = ({ variants }: Scenario, { baseline, strategy }: GateOptions, words: Words): Side => {
  const side = readBaseline(baseline);
  for (const [label, flags] of liveFlagsOf(side)) {
    if (isTightSchedule(flags)) continue;
    throw new UserError(
      `the baseline was measured with other flags of V8 (${label}, live samples): ${flags.join(' ')}`,
      { place: { file: baseline }, advice: words.remedy },
    );
  }
  const isMeant = (label: string): boolean =>
    strategy === undefined || variants.some((variant) => variant.label === label);
  return { ...side, results: side.results.filter(({ label }) => isMeant(label)) };
};

const wordsFor = (scenario: string, { baseline, failOn, strategy, scale, seed }: GateOptions): Words => {
  const quoted = (text: string): string => (/^[\w./:@%,=+-]+$/.test(text) ? text : JSON.stringify(text));
  const given = [
    ...(failOn === defaultFailOn ? [] : ['--fail-on', failOn]),
    ...(strategy ?? []).flatMap((name) => ['--strategy', name]),
    ...(scale === undefined ? [] : ['--scale', scale]),
    ...(seed === undefined ? [] : ['--seed', seed]),
  ];
  const command = ['tidemark', 'gate', scenario, '--baseline', baseline, ...given, '--update'];
  return {
    before: 'the baseline',
    after: 'this run',
    remedy: `Make the baseline anew: ${command.map(quoted).join(' ')}`,
  };
};

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
}

const measureInto = async (
  scenario: Scenario,
  folder: string,
  baseline: Side | null,
  quiet: boolean,
): Promise<Measured | 'interrupted' | 'broken'> => {
  const progress = createProgress(process.stderr, quiet);
  try {
    const end = await interruptible(async (signal) => {
      for await (const event of measure(scenario, folder, signal, liveFlagsOf(baseline)))
        progress.show(event);
    }, progress.end);
    if (end === 'interrupted') return end;
  } catch (thrown) {
    process.stderr.write(
      `tidemark: the run broke off: ${messageOf(thrown)}\n  What was measured is kept in ${folder}.\n`,
    );
    return 'broken';
  }
  const { journal, warnings } = await readJournal(folder);
  const run = analyseJournal(journal, { pinnedNode, warnings });
  await writeRun(folder, run);
  return { run, side: sideOfJournal(journal) };
};

/** With the flags of the baseline, or a strategy that has grown would be read under another schedule than before. */
const liveFlagsOf = (baseline: Side | null): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (baseline?.results ?? []).flatMap((result) =>
      result.status === 'completed' && result.flags?.live !== undefined
        ? [[result.label, result.flags.live] as const]
        : [],
    ),
  );

const update = async ({ run, side }: Measured, file: string): Promise<number> => {
  process.stdout.write(`${renderTerminal(run, terminalStyle())}\n`);
  const exitCode = exitCodeOf(run);
  if (exitCode === brokenExitCode) {
    process.stderr.write(`tidemark: ${file} was not written: a strategy could not be measured\n`);
    return exitCode;
  }
  const verb = existsSync(file) ? 'replaced' : 'written';
  try {
    await writeBaseline(file, side);
  } catch (error) {
    throw new UserError(`cannot write the baseline: ${messageOf(error)}`, { place: { file }, cause: error });
  }
  process.stdout.write(`${file} ${verb}\n`);
  return 0;
};

const tell = async (run: Run, compared: Changes, remedy: string, folder: string): Promise<void> => {
  const checks = [...checksOfRun(run), ...checksOfChanges(compared)];
  const comment = renderComment(compared, remedy);
  await writeFile(path.join(folder, 'comment.md'), comment);
  await writeFile(path.join(folder, 'junit.xml'), renderChecks(run, checks));
  const budgets = budgetLines(run).map((line) => `budget: ${line}\n`);
  process.stdout.write(
    [renderTerminalChanges(compared, remedy, terminalStyle()), ...budgets]
      .concat(`\n${path.relative('', path.join(folder, 'comment.md'))}\n`)
      .join(''),
  );
  await tellGitHub(checks, run.scenario.path, comment);
};

/** A gate that could judge nothing at all must not pass for one that found nothing. */
const gateExitCode = (run: Run, { changes }: Changes): number => {
  const ofRun = exitCodeOf(run);
  if (ofRun === brokenExitCode || changes.every(({ verdict }) => verdict === 'not judged')) {
    return brokenExitCode;
  }
  return changes.some(({ verdict }) => verdict === 'regression') ? 1 : ofRun;
};

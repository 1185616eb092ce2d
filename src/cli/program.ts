import { Command, Option } from 'commander';
import { fewestForInterval } from '../analysis/statistics/median-interval.ts';
import { commandLine } from '../errors/command.ts';
import { collect, counts, limits, listOf, portNumber, sizes } from './arguments.ts';
import { defaultCompared, defaultFailOn } from './default-bounds.ts';
import { complain, print } from './terminal/print.ts';
import { tidemarkVersion } from './version.ts';

/*
 * The words of the command line. What a command does is a module in `commands`, which is loaded when that command is the
 * one to run: help, the version and a refusal come at once.
 */

const scenario = ['<scenario>', 'a scenario file, or the name of one in scenarios/'] as const;
const rows = [
  '--strategy <name>',
  'only this row of the scenario; or this strategy or module (repeatable)',
  collect,
] as const;
const samples = ['--samples <n>', 'samples of each row'] as const;
const scale = ['--scale <factor>', "multiply the workload's counts"] as const;
const seed = ['--seed <n>', 'seed of the workload and of the services'] as const;
const strict = [
  '--strict',
  'exit with 3 if anything is left open, such as a difference that is not resolved',
] as const;
const quiet = ['--quiet', 'show no progress'] as const;
const json = ['--json', 'print one JSON document instead, for programs'] as const;

/** A command as a function of its arguments and options, which returns its exit code. */
type Perform<Args extends unknown[]> = (...args: Args) => Promise<number>;

/** @param done is told the exit code of the command that was run */
export const createProgram = (done: (exitCode: number) => void): Command => {
  const lazily =
    <Args extends unknown[]>(load: () => Promise<Perform<Args>>) =>
    async (...args: Args): Promise<void> => {
      const perform = await load();
      done(await perform(...args));
    };

  const program = new Command('tidemark')
    .description('Measures how much memory a way of fetching data needs: its high-water mark.')
    .version(tidemarkVersion)
    .showHelpAfterError(`(${commandLine(['--help'])} shows all commands and options)`)
    .configureOutput({ writeOut: print, writeErr: complain })
    .exitOverride();

  program
    .command('list')
    .description('show what there is: scenarios, strategies, metrics, faults (also: no command at all)')
    .argument('[kind]', 'only these: scenarios, strategies, metrics or faults')
    .option(...json)
    .action(lazily(async () => (await import('./commands/list.ts')).list));

  program
    .command('explain')
    .description('show what a metric is, how it is read, and where its exactness ends')
    .argument('<metric>', "a metric's name, or what reports call it")
    .option(...json)
    .action(lazily(async () => (await import('./commands/explain.ts')).explain));

  program
    .command('run')
    .description('measure the strategies of a scenario and report on them')
    .argument(...scenario)
    .option(...rows)
    .option(...samples)
    .option('--metrics <names>', 'metrics to measure, separated by commas', listOf)
    .option(...scale)
    .option(...seed)
    .option(...strict)
    .option('--out <dir>', 'where to write samples.jsonl, run.json and the reports')
    .option('--dry-run', 'show the plan, and start nothing')
    .option('--json', 'with --dry-run: the plan as one JSON document')
    .option(...quiet)
    .action(lazily(async () => (await import('./commands/run.ts')).run));

  program
    .command('gate')
    .description('measure a scenario, compare it with a baseline, fail on a regression')
    .argument(...scenario)
    .requiredOption('--baseline <file>', 'the baseline: a file that --update has written')
    .option('--fail-on <bounds>', 'what to measure, and by how much each may get worse', defaultFailOn)
    .option('--update', 'write the baseline (of the whole scenario) instead of comparing with it')
    .option(...rows)
    .option('--samples <n>', `samples of each row, at least ${fewestForInterval}`)
    .option(...scale)
    .option(...seed)
    .option(...strict)
    .option('--out <dir>', 'where to write the journal, the reports, junit.xml and comment.md')
    .option(...quiet)
    .action(lazily(async () => (await import('./commands/gate.ts')).gate));

  program
    .command('compare')
    .description('compare two runs of a scenario: what got worse or better, beyond noise')
    .argument('<before>', "a run's folder, a samples.jsonl, a run.json, or a baseline")
    .argument('<after>', 'the same')
    .option(
      '--fail-on <bounds>',
      `bounds to judge by: exit 1 on a regression, 3 if one cannot be judged (without: ${defaultCompared}, for information, exit 0)`,
    )
    .option(...strict)
    .option('--comment <file>', 'write the comparison there too, as a Markdown comment for a pull request')
    .action(lazily(async () => (await import('./commands/compare.ts')).compare));

  program
    .command('report')
    .description('make the reports again from journals; several of one scenario are merged')
    .argument('<dir...>', 'folders that hold a samples.jsonl')
    .option(
      '--out <dir>',
      'where to write the reports (without: into the folder itself; several get a new one)',
    )
    .option(...strict)
    .action(lazily(async () => (await import('./commands/report.ts')).report));

  program
    .command('predict')
    .description(
      'measure a scenario at a few sizes; predict memory for larger workloads, and the largest backlog for a limit',
    )
    .argument(...scenario)
    .option(...rows)
    .option('--sizes <factors>', "shares of the scenario's workload to measure", sizes, [0.25, 0.5, 0.75, 1])
    .option('--samples <n>', 'samples at each size', '2')
    .option(
      '--items <numbers>',
      'memory for so many items; else for those of the scenario and twice as many',
      counts,
    )
    .addOption(new Option('--workflows <numbers>', 'as it was called once').argParser(counts).hideHelp())
    .option(
      '--limit <sizes>',
      "the backlog that fits into these; else into the scenario's limits, or 1 and 2 GiB",
      limits,
    )
    .option('--out <dir>', 'where to write prediction.md, prediction.json and a journal for each size')
    .option(...quiet)
    .action(lazily(async () => (await import('./commands/predict.ts')).predict));

  program
    .command('limits')
    .description('set what services need, by journals of runs, against the limits they are given')
    .argument('<file>', 'a YAML file that lists services, their limits and their runs')
    .option('--out <dir>', 'where to write report.md, report.html and limits.json (without: beside the file)')
    .action(lazily(async () => (await import('./commands/limits.ts')).limits));

  program
    .command('profile')
    .description('show where the memory of one strategy goes: what is alive near its peak, by function')
    .argument(...scenario)
    .requiredOption('--strategy <name>', 'this row of the scenario, or this strategy or module')
    .option(...scale)
    .option(...seed)
    .option('--out <dir>', 'where to write profile.md, subject.heapprofile and flame-graph.html')
    .option(...quiet)
    .action(lazily(async () => (await import('./commands/profile.ts')).profile));

  program
    .command('claims')
    .description('measure what the claims of a scenario need, and judge them')
    .argument(...scenario)
    .option(...samples)
    .option(...scale)
    .option(...seed)
    .option(...strict)
    .option('--out <dir>', 'where to write samples.jsonl, run.json and the reports')
    .option(...quiet)
    .action(lazily(async () => (await import('./commands/claims.ts')).claims));

  program
    .command('serve')
    .description('serve a synthetic workload as the real services do, for any client')
    .argument('[workload]', 'a workload, or a scenario with its services section', 'production')
    .option('--port <p>', 'port to listen on; 0 for any free one', portNumber, 0)
    .option('--host <h>', 'address to listen on', '127.0.0.1')
    .option(...scale)
    .option(...seed)
    .action(lazily(async () => (await import('./commands/serve.ts')).serve));

  const workload = program
    .command('workload')
    .description('synthetic workloads: what they are made of, and one like yours');
  workload
    .command('fit')
    .description('read dumps of real request documents; print a workload like them, shapes alone, as YAML')
    .argument('<dump...>', 'files of JSON (or JSON in gzip): answers of ReqMgr2, rows of CouchDB, documents')
    .option('--name <name>', 'what the workload is called', 'fitted')
    .action(lazily(async () => (await import('./commands/workload.ts')).fit));
  workload
    .command('show')
    .description('what a workload is made of, and where each of its numbers comes from')
    .argument('<workload>', "a built-in workload, or a workload's file")
    .action(lazily(async () => (await import('./commands/workload.ts')).show));

  program
    .command('selftest')
    .description('measure subjects whose memory is known: can the figures be trusted on this machine?')
    .option('--fast', 'about a minute: fewer sizes, fewer repetitions')
    .option('--out <file>', 'write the table there too, as Markdown')
    .option(...quiet)
    .action(lazily(async () => (await import('./commands/selftest.ts')).selftest));

  return program;
};

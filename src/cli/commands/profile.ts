import path from 'node:path';
import type { Command } from 'commander';
import { profileHeap } from '../../harness/heap-profile.ts';
import { howToAddClinic } from '../../report/heap-profile/flame-graph.ts';
import { renderProfile } from '../../report/heap-profile/heap-profile.ts';
import { type ProfileStep, profileSteps } from '../../runner/take-profile.ts';
import { notJudgedExitCode } from '../exit-codes.ts';
import { interruptible, tellNothingMeasured } from '../interruption.ts';
import { complain, print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';

interface ProfileOptions {
  readonly strategy: string;
  readonly scale?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

export const addProfileCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('profile')
    .description('where the memory of one strategy goes: what is alive near its peak, by function')
    .argument('<scenario>', 'a scenario file, or the name of one in scenarios/')
    .requiredOption('--strategy <name>', 'this row of the scenario, or this strategy or module')
    .option('--scale <factor>', "multiply the workload's counts")
    .option('--seed <n>', 'seed of the workload and of the services')
    .option('--out <dir>', 'where to write profile.md, subject.heapprofile and flame-graph.html')
    .option('--quiet', 'no progress display')
    .action(async (scenario: string, options: ProfileOptions) => done(await run(scenario, options)));
};

const run = async (scenarioPath: string, options: ProfileOptions): Promise<number> => {
  const onStep = (label: string, step: ProfileStep): void => {
    const number = profileSteps.indexOf(step) + 1;
    if (options.quiet !== true) complain(`[${number}/${profileSteps.length}] ${label} · ${step}\n`);
  };
  const done = await interruptible((signal) => profileHeap(scenarioPath, options, { signal, onStep }));
  if (done.type === 'interrupted') return tellNothingMeasured();
  if (done.type === 'failed') {
    complain(`tidemark: ${done.label} could not be profiled: ${done.failure.message}\n`);
    return notJudgedExitCode;
  }
  const { report, files, flameGraph } = done;
  if (typeof flameGraph === 'object') complain(`tidemark: no flame graph was drawn: ${flameGraph.why}\n`);
  print(renderProfile(report, 'terminal', terminalStyle().width));
  print(`\n${files.map((file) => path.relative('', file)).join('\n')}\n`);
  if (flameGraph === 'not installed')
    print(`For a flame graph, add clinic's heap profiler: ${howToAddClinic}\n`);
  return 0;
};

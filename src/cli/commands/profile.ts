import path from 'node:path';
import { profileHeap } from '../../harness/heap-profile.ts';
import { howToAddClinic } from '../../report/heap-profile/flame-graph.ts';
import { reportOfProfile } from '../../report/heap-profile/heap-profile.ts';
import { drawTerminal } from '../../report/terminal/terminal.ts';
import { type ProfileStep, profileSteps } from '../../runner/subject/take-profile.ts';
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

export const profile = async (scenarioPath: string, options: ProfileOptions): Promise<number> => {
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
  print(drawTerminal(reportOfProfile(report), terminalStyle()));
  print(`\n${files.map((file) => path.relative('', file)).join('\n')}\n`);
  if (flameGraph === 'not installed')
    print(`For a flame graph, add clinic's heap profiler: ${howToAddClinic}\n`);
  return 0;
};

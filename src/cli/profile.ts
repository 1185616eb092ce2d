import path from 'node:path';
import type { Command } from 'commander';
import { bytesByFunction } from '../analysis/heap-profile.ts';
import { UserError } from '../errors/user-error.ts';
import { howToAddClinic } from '../report/flame-graph.ts';
import { type ProfileReport, renderProfile } from '../report/heap-profile.ts';
import { readChild } from '../runner/child-process.ts';
import { openOutputFolder } from '../runner/output-folder.ts';
import { assertScratch } from '../runner/scratch.ts';
import { type ProfileStep, profileSteps, takeProfile } from '../runner/take-profile.ts';
import { writeWhole } from '../runner/write-whole.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario, ScenarioVariant } from '../scenario/scenario.ts';
import { formatWait } from '../units/durations.ts';
import { notJudgedExitCode } from './exit-codes.ts';
import { interruptible, tellNothingMeasured } from './interruption.ts';
import { complain, print } from './print.ts';
import { terminalStyle } from './terminal-style.ts';

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
  const { strategy, scale, seed, out, quiet } = options;
  const scenario = loadScenario(scenarioPath, { strategies: [strategy], scale, seed });
  const variant = onlyVariant(scenario, strategy);
  await assertScratch();
  const folder = await openOutputFolder(`${scenario.name}-profile`, out, new Date());
  const profilePath = path.join(folder, profileFile);
  const onStep = (step: ProfileStep): void => {
    const number = profileSteps.indexOf(step) + 1;
    if (quiet !== true) complain(`[${number}/${profileSteps.length}] ${variant.label} · ${step}\n`);
  };
  const done = await interruptible(async (signal) => {
    const taken = await takeProfile(scenario, variant, { profilePath, signal, onStep });
    const flameGraph = taken.type === 'taken' ? await draw(profilePath, folder, signal) : 'not drawn';
    return { taken, flameGraph };
  });
  if (done === 'interrupted') return tellNothingMeasured();
  const { taken, flameGraph } = done;
  if (taken.type === 'interrupted') return tellNothingMeasured();
  if (taken.type === 'failed') {
    complain(`tidemark: ${variant.label} could not be profiled: ${taken.failure.message}\n`);
    return notJudgedExitCode;
  }

  const report: ProfileReport = {
    ...taken,
    scenario: scenario.name,
    label: variant.label,
    functions: bytesByFunction(taken.profile),
    files: [
      { file: profileFile, opens: 'Chrome DevTools (Memory, Load) and speedscope.app open it' },
      ...(flameGraph === 'drawn' ? [{ file: flameGraphFile, opens: 'a flame graph for any browser' }] : []),
    ],
  };
  await writeWhole([path.join(folder, 'profile.md'), renderProfile(report, 'markdown')]);
  print(renderProfile(report, 'terminal', terminalStyle().width));
  const written = ['profile.md', ...report.files.map(({ file }) => file)];
  print(`\n${written.map((file) => path.relative('', path.join(folder, file))).join('\n')}\n`);
  if (flameGraph === 'not installed')
    print(`For a flame graph, add clinic's heap profiler: ${howToAddClinic}\n`);
  return 0;
};

/** With this file's own extension: `.js` in the package, which is built. */
const drawMain = path.join(
  import.meta.dirname,
  `../report/flame-graph-main${path.extname(import.meta.filename)}`,
);
/** Clinic bundles a page and its scripts: seconds, unless something holds it. */
const longestDrawingMs = 120_000;

/** The profile is worth having without: what went wrong is told, and the rest goes on. */
const draw = async (
  profilePath: string,
  folder: string,
  signal: AbortSignal,
): Promise<'drawn' | 'not installed' | 'not drawn'> => {
  const args = [drawMain, profilePath, path.join(folder, flameGraphFile)];
  const { stdout, stderr, timedOut } = await readChild(process.execPath, args, {
    timeoutMs: longestDrawingMs,
    keepStderrIn: folder,
    signal,
  });
  if (stdout === 'drawn' || stdout === 'not installed') return stdout;
  const why = timedOut ? `it was not done within ${formatWait(longestDrawingMs)}` : stderr.trim();
  complain(`tidemark: no flame graph was drawn: ${why}\n`);
  return 'not drawn';
};

const profileFile = 'subject.heapprofile';
const flameGraphFile = 'flame-graph.html';

/** A request may mean several rows, and the floor stands beside all others: a profile is of one. */
const onlyVariant = ({ variants }: Scenario, request: string): ScenarioVariant => {
  const isFloor = ({ strategy }: ScenarioVariant): boolean => strategy === 'idle';
  const meant = request === 'idle' ? variants.filter(isFloor) : variants.filter((one) => !isFloor(one));
  const [variant] = meant;
  if (variant !== undefined && variant.program !== null) {
    throw new UserError(
      `"${variant.label}" is a program of its own, and a profile is taken inside Node's V8`,
      {
        advice: 'Profile a strategy; a program has the tools of its own language.',
      },
    );
  }
  if (variant !== undefined && meant.length === 1) return variant;
  throw new UserError(`--strategy ${request} means ${meant.length} rows, and a profile is of one`, {
    advice: `Name one of them: ${meant.map(({ label }) => `"${label}"`).join(', ')}.`,
  });
};

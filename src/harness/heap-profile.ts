import path from 'node:path';
import { bytesByFunction } from '../analysis/heap-profile.ts';
import { loadScenario } from '../cases/load.ts';
import { UserError } from '../errors/user-error.ts';
import type { Failure } from '../record/journal/sample.ts';
import { type ProfileReport, reportOfProfile } from '../report/heap-profile/heap-profile.ts';
import { drawMarkdown } from '../report/markdown/markdown.ts';
import { openOutputFolder } from '../runner/files/output-folder.ts';
import { writeWhole } from '../runner/files/write-whole.ts';
import { readChild } from '../runner/processes/child-process.ts';
import { assertScratch } from '../runner/processes/scratch.ts';
import { type ProfileStep, takeProfile } from '../runner/subject/take-profile.ts';
import type { Scenario, ScenarioRow } from '../scenario/scenario.ts';
import { formatWait } from '../units/durations.ts';

interface ProfileRequest {
  readonly strategy: string;
  readonly scale?: string | undefined;
  readonly seed?: string | undefined;
  readonly out?: string | undefined;
}

interface ProfileWatcher {
  readonly signal: AbortSignal;
  readonly onStep: (label: string, step: ProfileStep) => void;
}

type Drawing = 'drawn' | 'not installed' | { readonly why: string };

export type Profiled =
  | { readonly type: 'interrupted' }
  | { readonly type: 'failed'; readonly label: string; readonly failure: Failure }
  | {
      readonly type: 'taken';
      readonly report: ProfileReport;
      /** Paths of what was written. */
      readonly files: readonly string[];
      readonly flameGraph: Drawing;
    };

/** Takes the heap profile of one row near its peak, and writes it, the report on it and a flame graph. */
export const profileHeap = async (
  scenarioPath: string,
  { strategy, scale, seed, out }: ProfileRequest,
  { signal, onStep }: ProfileWatcher,
): Promise<Profiled> => {
  const scenario = loadScenario(scenarioPath, { strategies: [strategy], scale, seed });
  const row = onlyRow(scenario, strategy);
  const { label } = row;
  await assertScratch();
  const folder = await openOutputFolder(`${scenario.name}-profile`, out, new Date());
  const profilePath = path.join(folder, profileFile);
  const taken = await takeProfile(scenario, row, {
    profilePath,
    signal,
    onStep: (step) => onStep(label, step),
  });
  if (taken.type === 'failed') return { type: 'failed', label, failure: taken.failure };
  const flameGraph = taken.type === 'taken' ? await draw(profilePath, folder, signal) : null;
  if (taken.type === 'interrupted' || flameGraph === null || signal.aborted) return { type: 'interrupted' };

  const report: ProfileReport = {
    ...taken,
    scenario: scenario.name,
    label,
    functions: bytesByFunction(taken.profile),
    files: [
      { file: profileFile, opens: 'Chrome DevTools (Memory, Load) and speedscope.app open it' },
      ...(flameGraph === 'drawn' ? [{ file: flameGraphFile, opens: 'a flame graph for any browser' }] : []),
    ],
  };
  await writeWhole([path.join(folder, 'profile.md'), drawMarkdown(reportOfProfile(report))]);
  const files = ['profile.md', ...report.files.map(({ file }) => file)].map((file) =>
    path.join(folder, file),
  );
  return { type: 'taken', report, files, flameGraph };
};

/** With this file's own extension: `.js` in the package, which is built. */
const drawMain = path.join(
  import.meta.dirname,
  `../report/heap-profile/flame-graph-main${path.extname(import.meta.filename)}`,
);
/** Clinic bundles a page and its scripts: seconds, unless something holds it. */
const longestDrawingMs = 120_000;

/** The profile is worth having without: what went wrong is told, and the rest goes on. */
const draw = async (profilePath: string, folder: string, signal: AbortSignal): Promise<Drawing> => {
  const args = [drawMain, profilePath, path.join(folder, flameGraphFile)];
  const { stdout, stderr, timedOut } = await readChild(process.execPath, args, {
    timeoutMs: longestDrawingMs,
    keepStderrIn: folder,
    signal,
  });
  if (stdout === 'drawn' || stdout === 'not installed') return stdout;
  return { why: timedOut ? `it was not done within ${formatWait(longestDrawingMs)}` : stderr.trim() };
};

const profileFile = 'subject.heapprofile';
const flameGraphFile = 'flame-graph.html';

/** A request may mean several rows, and the idle row stands beside all others: a profile is of one. */
const onlyRow = ({ rows }: Scenario, request: string): ScenarioRow => {
  const isIdle = ({ strategy }: ScenarioRow): boolean => strategy === 'idle';
  const meant = request === 'idle' ? rows.filter(isIdle) : rows.filter((one) => !isIdle(one));
  const [row] = meant;
  if (row !== undefined && row.program !== null) {
    throw new UserError(`"${row.label}" is a program of its own, and a profile is taken inside Node's V8`, {
      advice: 'Profile a strategy; a program has the tools of its own language.',
    });
  }
  if (row !== undefined && meant.length === 1) return row;
  throw new UserError(`--strategy ${request} means ${meant.length} rows, and a profile is of one`, {
    advice: `Name one of them: ${meant.map(({ label }) => `"${label}"`).join(', ')}.`,
  });
};

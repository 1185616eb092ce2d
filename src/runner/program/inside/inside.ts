import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SystemFailure } from '../../../errors/system-failure.ts';
import { type ProbeTask, probeVariable } from '../../../record/messages/probe-task.ts';
import { type ProbedProcess, probedProcessShape } from '../../../record/messages/probed-process.ts';
import { readAs } from '../../../record/shape.ts';
import type { Runtime, Tracker } from '../../../runtimes/runtime.ts';
import { runtimeNamed } from '../../../runtimes/runtimes.ts';
import { runChild } from '../../processes/child-process.ts';
import type { Variables } from '../../processes/process-environment.ts';

/** What reads programs of one runtime from inside, in every process of that runtime. */
export interface Inside {
  /** Names of scripts that only start other programs. */
  readonly launchers: RegExp;
  /**
   * Forgets what was read, and says what a program's environment must hold for it to be read.
   * @param said what its environment says already
   */
  readonly variables: (task: Omit<ProbeTask, 'folder'>, said: Variables) => Promise<Variables>;
  /** Where a process that answers listens, as `PID.sock`. */
  readonly folder: string;
  /** What the processes that have ended wrote, those first that were started first. */
  readonly read: () => Promise<ProbedProcess[]>;
}

/**
 * Prepares what programs of a runtime load first. For other harnesses than `take-program.ts`, such as one whose program lives
 * until it is ended: `variables` into its environment, and either it ends by itself (or by the line `end` to its socket), and
 * `read` tells; or the line `alive` is answered meanwhile (`subject/program/answers.ts`).
 *
 * @param scratch a folder of this run's own
 * @returns null for a runtime whose programs nothing reads from inside
 */
export const prepareInside = async (
  name: Runtime['name'],
  scratch: string,
  signal: AbortSignal,
): Promise<Inside | null> => {
  const tracker = runtimeNamed(name)?.tracker ?? null;
  if (tracker === null) return null;
  const folder = path.join(scratch, 'inside');
  const preload = await preloadOf(tracker, path.join(scratch, `preload-${name}`), signal);
  return {
    launchers: tracker.launchers,
    folder,
    variables: async (task, said) => {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      return {
        [probeVariable]: JSON.stringify({ ...task, folder } satisfies ProbeTask),
        ...tracker.variables(preload, said, task.purpose === 'live'),
      };
    },
    read: () => readProcesses(folder),
  };
};

/** Its URL. TypeScript, as in the repository, is stripped first: not every Node can. */
const preloadOf = async ({ preload }: Tracker, folder: string, signal: AbortSignal): Promise<string> => {
  if (!preload.endsWith('.ts')) return pathToFileURL(preload).href;
  await mkdir(folder);
  const strip = path.join(import.meta.dirname, 'strip.ts');
  const { exitCode, stderr } = await runChild(process.execPath, ['--no-warnings', strip, preload, folder], {
    keepStderrIn: folder,
    timeoutMs: 60_000,
    signal,
  });
  signal.throwIfAborted();
  if (exitCode !== 0)
    throw new SystemFailure(`the preload for programs could not be written: ${stderr}`, null);
  const place = path.join('subject/program', path.basename(preload).replace(/\.ts$/, '.js'));
  return pathToFileURL(path.join(folder, place)).href;
};

/** A process that was killed while it wrote has left no file of this name. */
const readProcesses = async (folder: string): Promise<ProbedProcess[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts
    .map((text) => {
      const read = readAs(probedProcessShape, JSON.parse(text));
      if ('value' in read) return read.value;
      throw new Error(`a process that was read from inside wrote what cannot be: ${read.fault}`);
    })
    .toSorted((a, b) => a.startedAt - b.startedAt || a.pid - b.pid);
};

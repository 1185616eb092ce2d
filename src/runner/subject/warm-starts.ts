import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatWait } from '../../units/durations.ts';
import type { ChildEnd } from '../processes/child-process.ts';
import { compileCacheFor, ownCompileCache, unwritable } from '../processes/compile-cache.ts';

/** How long one start may take, with which flags of V8. */
export interface StartLimits {
  readonly timeoutMs: number;
  readonly flags: readonly string[];
  readonly signal: AbortSignal;
}

/** Starts the subject's program with these arguments, and this folder for compiled modules. */
export type StartSubject = (args: readonly string[], cache: string, limits: StartLimits) => Promise<ChildEnd>;

/** Has modules compiled before a process is measured that loads them: there it would strip their types. */
export interface WarmStarts {
  /** Where compiled modules are. */
  readonly cache: () => string;
  /** Has compiled what strategies load, once for each set of flags: V8 keeps a cache for each. */
  readonly warm: (limits: StartLimits) => Promise<void>;
  readonly isWarm: (limits: Pick<StartLimits, 'flags'>) => boolean;
  /** Why a strategy cannot be started at all, in words; null if nothing is known. */
  readonly stuck: (strategy: string) => string | null;
  /**
   * To be called when types were stripped all the same. Finds what is imported late, by running the task once; where that
   * is nothing new, Node has written nothing into the user's folder, and the run's own is taken.
   * @returns whether there is hope for another try
   */
  readonly mend: (taskPath: string, limits: StartLimits) => Promise<boolean>;
  /** Why types were stripped where there is no hope, in words. */
  readonly reason: () => string;
}

/** What subjects load. */
export interface Loaded {
  /** The URL of the case's module for the subject. */
  readonly module: string;
  readonly strategies: readonly string[];
}

/** @param scratch a folder of this run's own */
export const prepareWarmStarts = (
  scratch: string,
  { module, strategies }: Loaded,
  start: StartSubject,
): WarmStarts => {
  const modulesPath = path.join(scratch, 'late-modules.json');
  let cache = compileCacheFor(scratch);
  const warmed = new Set<string>();
  const late = new Set<string>();
  /** Of strategies that do not come to an end of loading, how long was waited. */
  const waitedMs = new Map<string, number>();

  const load = (names: readonly string[], limits: StartLimits): Promise<ChildEnd> =>
    start(['--warm', module, ...names, ...late], cache, limits);

  const keyOf = ({ flags }: Pick<StartLimits, 'flags'>): string => flags.join(' ');

  return {
    cache: () => cache,
    isWarm: (limits) => warmed.has(keyOf(limits)),
    warm: async (limits) => {
      if (warmed.has(keyOf(limits))) return;
      // A module that cannot be loaded fails here as it will in its samples, which say why; so no exit code matters.
      const all = await load(
        strategies.filter((name) => !waitedMs.has(name)),
        limits,
      );
      // What was ended has left no cache, for any of them.
      for (const name of all.timedOut ? strategies : []) {
        const alone = await load([name], limits);
        if (alone.timedOut) waitedMs.set(name, limits.timeoutMs);
      }
      if (!limits.signal.aborted) warmed.add(keyOf(limits));
    },
    stuck: (strategy) => {
      const waited = waitedMs.get(strategy);
      return waited === undefined ? null : `its module was not loaded within ${formatWait(waited)}`;
    },
    mend: async (taskPath, limits) => {
      await rm(modulesPath, { force: true });
      await start(['--scout', taskPath, modulesPath], cache, limits);
      const known = late.size;
      for (const url of await readModules(modulesPath)) if (!isWarmed(url, strategies)) late.add(url);
      const own = ownCompileCache(scratch);
      if (late.size === known && cache === own) return false;
      if (late.size === known) cache = own;
      warmed.clear();
      return !limits.signal.aborted;
    },
    reason: () => {
      const why = unwritable(cache);
      return why === null
        ? 'it loads TypeScript that is another file at each start, which no earlier start can compile; load JavaScript there'
        : `compiled modules cannot be kept in ${cache} (${why}); give TMPDIR a folder with room`;
    },
  };
};

/** Whether a module is among those that every warm start loads: Tidemark's own, and the strategies. */
const isWarmed = (url: string, strategies: readonly string[]): boolean =>
  url.startsWith(new URL('../../', import.meta.url).href) ||
  strategies.some((name) => path.isAbsolute(name) && pathToFileURL(name).href === url);

const readModules = async (file: string): Promise<readonly string[]> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as string[];
  } catch (thrown) {
    // It was ended before it could write them.
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
};

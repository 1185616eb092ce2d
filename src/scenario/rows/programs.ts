import path from 'node:path';
import type { Program } from '../../record/journal/sample.ts';
import type { Runtime } from '../../runtimes/runtime.ts';
import { runtimeNamed, runtimeOf } from '../../runtimes/runtimes.ts';
import { describe, type Problem } from '../problems.ts';
import type { ScenarioRow } from '../scenario.ts';
import type { WrittenCommand, WrittenServer } from '../schema.ts';
import { isFile } from '../yaml-file.ts';
import { labelOf, spread } from './spread.ts';

/**
 * The rows of a `command` entry. The program runs in the scenario's folder, so that its relative paths are relative to
 * the scenario; those that begin with a dot must be there. Whether a bare name such as `python3` is there is seen
 * when it is run: the scenario is right without it, and its other rows can be measured.
 */
export const programRows = (
  { command, yields, traced, checked, ...rest }: WrittenCommand,
  folder: string,
): ReadRows =>
  rowsOf(
    { ...rest, command, key: 'command', wordOf: (found) => rest.runtime ?? found?.word ?? 'program' },
    { yields, program: { traced, checked } },
    folder,
  );

/** The rows of a `server` entry, as those of a program. They are compared with servers alone, so that is what they run in. */
export const serverRows = ({ server: command, ready, ...rest }: WrittenServer, folder: string): ReadRows => {
  if (Object.hasOwn(rest.env, 'PORT')) {
    const message = '"PORT" is set by tidemark itself: a server listens at the port that it is given';
    return { rows: [], problems: [{ path: ['env', 'PORT'], at: 'key', message, advice: 'Remove it.' }] };
  }
  const wordOf = (found: Runtime | null): string => `${rest.runtime ?? found?.name ?? 'program'}-server`;
  return rowsOf(
    { ...rest, command, key: 'server', wordOf },
    { yields: 'workload', program: { traced: false, checked: true, server: { ready } } },
    folder,
  );
};

interface ReadRows {
  readonly rows: readonly ScenarioRow[];
  readonly problems: readonly Problem[];
}

interface Started extends Pick<WrittenServer, 'params' | 'env' | 'expect'> {
  readonly label?: string | undefined;
  readonly runtime?: string | undefined;
  readonly command: readonly string[];
  /** The entry's own, under which the command stands. */
  readonly key: 'command' | 'server';
  /** What its rows run in, as reports say it. */
  readonly wordOf: (found: Runtime | null) => string;
}

const rowsOf = (
  { command, key, label, params, runtime, wordOf, expect, env }: Started,
  { yields, program }: Pick<ScenarioRow, 'yields'> & { readonly program: Omit<Program, 'command'> },
  folder: string,
): ReadRows => {
  const problems = [...missingFiles(command, key, folder), ...sameVariable(Object.keys(params))];
  if (problems.length > 0) return { rows: [], problems };
  const name = label ?? command.join(' ');
  // A program that starts Node in its own way may be said to be one of Node's.
  const found = runtimeOf(command, folder, env);
  const meant = runtime === undefined ? found : (runtimeNamed(runtime) ?? found);
  const tracker = meant?.tracker ?? null;
  const inside = tracker === null || (tracker.isOfServers && key === 'command') ? null : meant?.name;
  const rows = spread(params).map(
    (point): ScenarioRow => ({
      label: labelOf(name, point),
      strategy: command.join(' '),
      params: point,
      runtime: wordOf(found),
      expect,
      yields,
      module: null,
      program: { command, env, folder, ...(inside != null && { inside }), ...program },
    }),
  );
  return { rows, problems: [] };
};

/** `TIDEMARK_PARAM_CHUNK` for `chunk`. */
export const variableOf = (param: string): string =>
  `TIDEMARK_PARAM_${param.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

const missingFiles = (command: readonly string[], key: Started['key'], folder: string): Problem[] =>
  command.flatMap((part, i): Problem[] =>
    /^\.{1,2}\//.test(part) && !isFile(path.resolve(folder, part))
      ? [
          {
            path: [key, i],
            at: 'value',
            message: `there is no file ${describe(part)}`,
            advice: `Paths are relative to the scenario's folder: expected ${path.resolve(folder, part)}.`,
          },
        ]
      : [],
  );

const sameVariable = (params: readonly string[]): Problem[] =>
  params.flatMap((param, i): Problem[] => {
    const other = params.slice(0, i).find((earlier) => variableOf(earlier) === variableOf(param));
    return other === undefined
      ? []
      : [
          {
            path: ['params', param],
            at: 'key',
            message: `"${param}" and "${other}" reach the program as one variable, ${variableOf(param)}`,
            advice: 'Rename one of them.',
          },
        ];
  });

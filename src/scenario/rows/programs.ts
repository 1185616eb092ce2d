import path from 'node:path';
import { runtimeNamed, runtimeOf } from '../../runtimes/runtimes.ts';
import { describe, type Problem } from '../problems.ts';
import type { ScenarioRow } from '../scenario.ts';
import type { WrittenCommand } from '../schema.ts';
import { isFile } from '../yaml-file.ts';
import { labelOf, spread } from './spread.ts';

/**
 * The rows of a `command` entry. The program runs in the scenario's folder, so that its relative paths are relative to
 * the scenario; those that begin with a dot must be there. Whether a bare name such as `python3` is there is seen
 * when it is run: the scenario is right without it, and its other rows can be measured.
 */
export const programRows = (
  { command, label, params, runtime, expect, yields, env, traced, checked }: WrittenCommand,
  folder: string,
): { readonly rows: readonly ScenarioRow[]; readonly problems: readonly Problem[] } => {
  const problems = [...missingFiles(command, folder), ...sameVariable(Object.keys(params))];
  if (problems.length > 0) return { rows: [], problems };
  const name = label ?? command.join(' ');
  // A program that starts Node in its own way may be said to be one of Node's.
  const found = runtimeOf(command, folder, env);
  const meant = runtime === undefined ? found : (runtimeNamed(runtime) ?? found);
  const inside = meant?.tracker === null ? null : (meant?.name ?? null);
  const rows = spread(params).map(
    (point): ScenarioRow => ({
      label: labelOf(name, point),
      strategy: command.join(' '),
      params: point,
      runtime: runtime ?? found?.word ?? 'program',
      expect,
      yields,
      module: null,
      program: { command, traced, checked, ...(inside !== null && { inside }), env, folder },
    }),
  );
  return { rows, problems: [] };
};

/** `TIDEMARK_PARAM_CHUNK` for `chunk`. */
export const variableOf = (param: string): string =>
  `TIDEMARK_PARAM_${param.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

const missingFiles = (command: readonly string[], folder: string): Problem[] =>
  command.flatMap((part, i): Problem[] =>
    /^\.{1,2}\//.test(part) && !isFile(path.resolve(folder, part))
      ? [
          {
            path: ['command', i],
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

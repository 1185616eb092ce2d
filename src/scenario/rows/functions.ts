import { extname, join, resolve } from 'node:path';
import { describe, type Problem } from '../problems.ts';
import type { ScenarioRow } from '../scenario.ts';
import type { WrittenFunction } from '../schema.ts';
import { isFile } from '../yaml-file.ts';
import { labelOf, spread } from './spread.ts';

/** Functions are compared among themselves: what they do is no way to fetch. */
const runtime = 'function';

/** The rows of a `function` entry. Whether the module exports such a function is seen when it is run, as of a strategy's. */
export const functionRows = (
  { function: written, args, label, params, expect }: WrittenFunction,
  folder: string,
): { readonly rows: readonly ScenarioRow[]; readonly problems: readonly Problem[] } => {
  const [, place = '', name = 'default'] = /^(.*?)(?:#([^#/]*))?$/s.exec(written) ?? [];
  const fault = faultOf(place, name, folder);
  if (fault !== undefined) return { rows: [], problems: [{ path: ['function'], at: 'value', ...fault }] };
  const module = resolve(folder, place);
  const rows = spread(params).map(
    (point): ScenarioRow => ({
      label: labelOf(label ?? written, point),
      strategy: `${module}#${name}`,
      params: point,
      runtime,
      expect,
      yields: 'workload',
      function: { export: name, args },
      module,
      program: null,
    }),
  );
  return { rows, problems: [] };
};

/** What functions are measured beside where no strategy is: a call of one that does nothing, in a process like theirs. */
export const idleFunction: ScenarioRow = {
  label: 'idle',
  strategy: 'idle',
  params: {},
  runtime,
  expect: 'completes',
  yields: 'nothing',
  function: { export: 'default', args: [] },
  // With this file's own extension: `.js` in the package, which is built.
  module: join(import.meta.dirname, `../../subject/functions/nothing${extname(import.meta.filename)}`),
  program: null,
};

const faultOf = (
  place: string,
  name: string,
  folder: string,
): Pick<Problem, 'message' | 'advice'> | undefined => {
  if (!/^\.{0,2}\//.test(place)) {
    const message = `expected the path of a module, starting with ./, ../ or /; found ${describe(place)}`;
    return { message, advice: 'Behind the path may stand # and the name of an export: ./report.ts#build.' };
  }
  if (!isFile(resolve(folder, place))) {
    const message = `there is no file ${describe(place)}`;
    return {
      message,
      advice: `Paths are relative to the scenario's folder: expected ${resolve(folder, place)}.`,
    };
  }
  return name === ''
    ? { message: 'expected the name of an export behind #', advice: 'Without # it is the default export.' }
    : undefined;
};

import { resolve } from 'node:path';
import { suggestName } from '../../errors/suggest.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Expectation } from '../../record/journal/sample.ts';
import type { Case, ParameterRule } from '../case.ts';
import { describe, type Problem } from '../problems.ts';
import type { ScenarioRow } from '../scenario.ts';
import { isCommand, isFunction, isServer, labelPattern, type WrittenStrategy } from '../schema.ts';
import { isFile, lostKey } from '../yaml-file.ts';
import { functionRows, idleFunction } from './functions.ts';
import { programRows, serverRows } from './programs.ts';
import { type Given, labelOf, spread, type Value } from './spread.ts';

export interface Rows {
  readonly rows: readonly ScenarioRow[];
  readonly problems: readonly Problem[];
}

type Rules = Readonly<Record<string, ParameterRule>>;
type Catalogue = Case['strategies'];

const idle = 'idle';
const expectations: readonly Expectation[] = ['completes', 'fails'];

/**
 * The rows of a scenario's list of strategies, in its order; lists of values spread into a matrix, the first parameter
 * slowest.
 * @param folder what the paths of modules are relative to
 */
export const rowsOf = (entries: readonly WrittenStrategy[], folder: string, catalogue: Catalogue): Rows => {
  const rows: ScenarioRow[] = [];
  const problems: Problem[] = [];
  let count = 0;
  entries.forEach((entry, i) => {
    // Counted before they are made: a few lists of a thousand values each would fill the memory.
    count += countOf(entry);
    if (count > mostRows) {
      if (problems.at(-1)?.message !== tooManyRows) problems.push(tooMany(i));
      return;
    }
    const resolved = rowsOfEntry(entry, folder, catalogue);
    problems.push(...resolved.problems.map((problem) => ({ ...problem, path: [i, ...problem.path] })));
    for (const row of resolved.rows) {
      if (rows.some(({ label }) => label === row.label)) {
        problems.push({
          path: [i],
          at: 'value',
          message: `"${row.label}" stands twice; the figures could not be told apart`,
          advice: 'Remove one, or give it other parameters.',
        });
      } else if (row.label === lostKey) {
        const message = `"${lostKey}" cannot be a row's label: a baseline could not hold it`;
        problems.push({ path: [i], at: 'value', message, advice: 'Give it another label.' });
      } else rows.push(row);
    }
  });
  return { rows, problems };
};

const mostRows = 500;
const tooManyRows = `these are more than ${mostRows} rows`;
const tooMany = (i: number): Problem => ({
  path: [i],
  at: 'value',
  message: tooManyRows,
  advice: 'Name fewer values, or make several scenarios of it.',
});

/** How many rows an entry spreads into. */
const countOf = (entry: WrittenStrategy): number => {
  if (typeof entry === 'string') return 1;
  const hasParams = isCommand(entry) || isServer(entry) || isFunction(entry);
  const given: Given = hasParams ? entry.params : (Object.values(entry)[0] ?? {});
  return Object.values(given).reduce<number>((count, values) => count * [values].flat().length, 1);
};

/** With the idle row of every report: `idle` comes first unless the scenario gives it a place. It says nothing of servers. */
export const withIdle = (rows: readonly ScenarioRow[], catalogue: Catalogue): readonly ScenarioRow[] =>
  rows.some(({ strategy }) => strategy === idle) || areServers(rows)
    ? rows
    : [...idleRowsFor(rows, catalogue), ...rows];

/** Beside functions alone, a function: a strategy's process has a client that theirs do without. Programs alone have a base of their own. */
const idleRowsFor = (rows: readonly ScenarioRow[], catalogue: Catalogue): readonly ScenarioRow[] => {
  const strategies = rows.filter(({ program }) => program === null);
  const areFunctions = strategies.length > 0 && strategies.every((row) => row.function !== undefined);
  if (areFunctions) return [idleFunction];
  return Object.hasOwn(catalogue, idle) ? rowsOfEntry(idle, '.', catalogue).rows : [];
};

const areServers = (rows: readonly Pick<ScenarioRow, 'program'>[]): boolean =>
  rows.length > 0 && rows.every(({ program }) => program?.server !== undefined);

/** What the others are compared with unless the scenario says: the case's own, else the first that is not idle. */
export const defaultReference = (
  rows: readonly ScenarioRow[],
  { reference }: Pick<Case, 'reference'>,
): string | null => {
  const candidates = rows.filter(({ yields }) => yields === 'workload');
  return (candidates.find(({ label }) => label === reference) ?? candidates[0])?.label ?? null;
};

/**
 * The rows that a command line asks for: those of the scenario with this label or strategy; else a strategy of its
 * own, such as `name-then-chunk chunk=10` or a module's path relative to the working directory.
 */
export const selectRows = (
  listed: readonly ScenarioRow[],
  requests: readonly string[],
  catalogue: Catalogue,
): readonly ScenarioRow[] => {
  const selected = new Map<string, ScenarioRow>();
  for (const request of requests) {
    const matching = listed.filter((row) => isMeant(row, request));
    for (const row of matching.length > 0 ? matching : rowsOfRequest(request, catalogue)) {
      selected.set(row.label, listed.find(({ label }) => label === row.label) ?? row);
    }
  }
  const idles = listed.filter(({ strategy, label }) => strategy === idle && !selected.has(label));
  return withIdle([...idles, ...selected.values()], catalogue);
};

/** Whether a name means a row: its label, its strategy, its module, or the label of a program or module before its parameters. */
export const isMeant = ({ label, strategy, module, program }: ScenarioRow, request: string): boolean =>
  label === request ||
  strategy === request ||
  ((program !== null || module !== null) &&
    label.startsWith(`${request} `) &&
    /^[\w-]+=/.test(label.slice(request.length + 1))) ||
  (module !== null && module === resolve(request));

/** `NAME key=value key=value`; the name may be a path with spaces. */
const rowsOfRequest = (request: string, catalogue: Catalogue): readonly ScenarioRow[] => {
  const [, name = '', pairs = ''] = /^(.*?)((?:\s+[\w-]+=\S+)*)\s*$/s.exec(request) ?? [];
  const given = pairs
    .trim()
    .split(/\s+/)
    .filter((pair) => pair !== '')
    .map((pair): [string, Value] => {
      const separator = pair.indexOf('=');
      return [pair.slice(0, separator), valueIn(pair.slice(separator + 1))];
    });
  if (given.some(([key]) => key === lostKey)) {
    throw new UserError(`--strategy ${describe(request)}: "${lostKey}" cannot be a parameter's name`, {
      advice: 'Give it another name.',
    });
  }
  const entry = given.length === 0 ? name : { [name]: Object.fromEntries(given) };
  const { rows, problems } = rowsOfEntry(entry, process.cwd(), catalogue);
  const [problem] = problems;
  if (problem === undefined) return rows;
  throw new UserError(`--strategy ${describe(request)}: ${problem.message}`, { advice: problem.advice });
};

/** As YAML reads a plain scalar. */
const valueIn = (text: string): Value =>
  text === 'true' || text === 'false' ? text === 'true' : Number.isFinite(Number(text)) ? Number(text) : text;

const rowsOfEntry = (entry: WrittenStrategy, folder: string, catalogue: Catalogue): Rows => {
  if (isCommand(entry)) return programRows(entry, folder);
  if (isServer(entry)) return serverRows(entry, folder);
  if (isFunction(entry)) return functionRows(entry, folder);
  const [name, given]: [string, Given] =
    typeof entry === 'string' ? [entry, {}] : (Object.entries(entry)[0] ?? ['', {}]);
  const namePath = typeof entry === 'string' ? [] : [name];
  // Where there is nothing to fetch there is no strategy that fetches nothing.
  if (entry === idle && !Object.hasOwn(catalogue, idle)) return { rows: [idleFunction], problems: [] };
  const isPath = /^\.{0,2}\//.test(name);
  const refused = (problems: readonly Problem[]): Rows => ({
    rows: [],
    problems: problems.map((problem) => ({ ...problem, path: [...namePath, ...problem.path] })),
  });
  const fault = isPath ? faultOfModule(name, folder) : faultOfName(name, catalogue);
  if (fault !== undefined) return refused([{ path: [], at: 'key', ...fault }]);

  const rules = isPath ? null : (catalogue[name]?.params ?? null);
  const { expect = 'completes', label = name, ...params } = given;
  const problems = [
    ...problemsOfExpect(expect),
    ...problemsOfLabel(label),
    ...(rules === null ? [] : problemsOfParams(name, params, rules)),
  ];
  if (problems.length > 0) return refused(problems);

  const module = isPath ? resolve(folder, name) : null;
  const defaults = Object.fromEntries(Object.entries(rules ?? {}).map(([key, rule]) => [key, rule.default]));
  return {
    problems: [],
    rows: spread(params).map((point) => ({
      label: labelOf(String(label), point),
      strategy: module ?? name,
      params: { ...defaults, ...point },
      runtime: 'node',
      expect: expect as Expectation,
      yields: name === idle ? 'nothing' : 'workload',
      module,
      program: null,
    })),
  };
};

type Fault = Pick<Problem, 'message' | 'advice'>;

const faultOfModule = (path: string, folder: string): Fault | undefined =>
  isFile(resolve(folder, path))
    ? undefined
    : {
        message: `there is no strategy module ${describe(path)}`,
        advice: `Expected a file with a default export at ${resolve(folder, path)}.`,
      };

const faultOfName = (name: string, catalogue: Catalogue): Fault | undefined => {
  if (Object.hasOwn(catalogue, name)) return undefined;
  const known = Object.keys(catalogue);
  const looksLikePath = /[/\\]|\.[cm]?[jt]s$/.test(name);
  return {
    message: `unknown strategy ${describe(name)}`,
    advice: looksLikePath
      ? `The path of a module starts with ./, ../ or /. ${suggestName(name, known)}`
      : suggestName(name, known),
  };
};

const problemsOfExpect = (expect: Value | readonly Value[]): Problem[] =>
  expectations.some((known) => known === expect)
    ? []
    : [{ path: ['expect'], at: 'value', message: `expected completes or fails; found ${describe(expect)}` }];

/** As a program's, see `commandEntry`. */
const problemsOfLabel = (label: Value | readonly Value[]): Problem[] =>
  typeof label === 'string' && labelPattern.test(label)
    ? []
    : [
        {
          path: ['label'],
          at: 'value',
          message: `expected text of one line without space around it; found ${describe(label)}`,
        },
      ];

const problemsOfParams = (strategy: string, params: Given, rules: Rules): Problem[] =>
  Object.entries(params).flatMap(([key, given]): Problem[] => {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined) {
      const message = `${strategy} has no parameter "${key}"`;
      const advice = suggestName(key, [...Object.keys(rules), 'expect', 'label']);
      return [{ path: [key], at: 'key', message, advice }];
    }
    const values = Array.isArray(given)
      ? given.map((value, i) => ({ value, path: [key, i] }))
      : [{ value: given, path: [key] }];
    return values.flatMap(({ value, path }): Problem[] => {
      const fault = faultOfValue(key, value, rule);
      return fault === undefined ? [] : [{ path, at: 'value', ...fault }];
    });
  });

const faultOfValue = (key: string, value: unknown, rule: ParameterRule): Fault | undefined => {
  if (rule.kind === 'integer') {
    return Number.isSafeInteger(value) && (value as number) >= rule.min
      ? undefined
      : {
          message: `${key}: expected a whole number from ${rule.min}; found ${describe(value)}`,
          advice: `It is ${rule.meaning}; ${rule.default} if not given.`,
        };
  }
  return rule.of.some((choice) => choice === value)
    ? undefined
    : {
        message: `${key}: expected ${rule.of.join(' or ')}; found ${describe(value)}`,
        advice: suggestName(String(value), rule.of),
      };
};

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suggestName } from '../errors/suggest.ts';
import { UserError } from '../errors/user-error.ts';
import { ledgerMetrics, ofSeveralCycles } from '../record/metrics.ts';
import { defaultMetricsOf } from '../record/rows.ts';
import type { Case, Cases, OldName, Opened, Refused } from './case.ts';
import { budgetsOf, withBudgetMetrics } from './checks/budgets.ts';
import { withNeededMetrics } from './checks/claim-needs.ts';
import { claimsOf } from './checks/claims.ts';
import { readEnv } from './env.ts';
import { caseOf } from './find-case.ts';
import {
  churnBetweenCycles,
  problemsOfLoad,
  problemsOfPrograms,
  problemsOfReference,
  problemsOfWorkload,
} from './measurement-problems.ts';
import { overridden } from './overrides.ts';
import { errorOf, type Problem, problemsOf } from './problems.ts';
import { defaultReference, isMeant, rowsOf, selectRows, withIdle } from './rows/rows.ts';
import type { Measurement, Scenario, ScenarioRow } from './scenario.ts';
import {
  metricsSchema,
  samplesSchema,
  scaleSchema,
  schemasOf,
  seedSchema,
  type WrittenMeasurement,
} from './schema.ts';
import { readTarget } from './services/target.ts';
import { problemsOfScale } from './too-long.ts';
import { readWorkload } from './workloads/workload-file.ts';
import { isFile, readYamlFile, shownPath, type YamlFile, yamlNames } from './yaml-file.ts';

/** What a command line sets over a scenario; numbers may be given as they were typed. */
export interface ScenarioOverrides {
  /** Only these (and `idle`) run: see `selectRows`. All of the scenario's without any. */
  readonly strategies?: readonly string[] | undefined;
  readonly samples?: number | string | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly scale?: number | string | undefined;
  readonly seed?: number | string | undefined;
}

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** The scenarios that come with Tidemark, sorted. */
export const scenarioNames = (): string[] => yamlNames(folder);

/**
 * @param path a scenario's file, or the bare name of one of `scenarioNames`
 * Throws a UserError, with the place where there is one, for whatever is wrong with the file or an override.
 */
export const loadScenarioOf =
  (cases: Cases) =>
  (path: string, overrides: ScenarioOverrides = {}): Scenario => {
    const source = findScenario(path);
    const file = readYamlFile(source, `Scenarios that come with Tidemark: ${scenarioNames().join(', ')}.`);
    const found = caseOf(file, dirname(source), cases);
    const { scenario: current, oldNames } = found.ofOlder?.(file.data) ?? {
      scenario: file.data,
      oldNames: [],
    };
    const parsed = schemasOf(found).scenario.safeParse(current);
    if (!parsed.success) throw errorOf(problemsOf(parsed.error.issues, file.data), file.placeOf);

    const { name, case: _, measurements, claims: written, ...own } = parsed.data;
    const about = { case: found, source, oldNames };
    const main = resolveMeasurement({ ...about, written: own, name, placeOf: file.placeOf }, overrides);
    const named = Object.keys(measurements).map((measurement) => {
      const part = { ...about, ...differingFrom(file, measurement, found), name: `${name}/${measurement}` };
      // A scale on the command line keeps the measurements' proportions, which claims about growth live on.
      const scale = overrides.scale === undefined ? undefined : part.written.scale * (main.scale / own.scale);
      return { measurement, ...resolveMeasurement(part, { ...overrides, scale }) };
    });

    const listed = [main, ...named].map(
      ({ listed: rows }, i) => [named[i - 1]?.measurement ?? null, rows] as const,
    );
    const { claims, problems } = claimsOf(written, new Map(listed));
    if (problems.length > 0) throw errorOf(below(['claims'], problems), file.placeOf);
    const withMetrics = <M extends Resolved>(
      { listed: _, metrics, ...rest }: M,
      measurement: string | null,
    ) => ({
      ...rest,
      metrics: overrides.metrics === undefined ? withNeededMetrics(metrics, claims, measurement) : metrics,
    });
    return {
      ...withMetrics(main, null),
      claims,
      measurements: named
        .filter(({ listed: rows }) => isAskedFor(rows, overrides.strategies))
        .map((each) => withMetrics(each, each.measurement)),
    };
  };

/** Without a request every measurement is taken; else those that have a row that is asked for. */
const isAskedFor = (rows: readonly ScenarioRow[], requests: readonly string[] = []): boolean =>
  requests.length === 0 || requests.some((request) => rows.some((row) => isMeant(row, request)));

/** A measurement that is not yet known to be what claims are about; all its rows, whatever a command line asks for. */
type Resolved = Measurement & { readonly listed: readonly ScenarioRow[] };

interface Part extends WrittenPart {
  readonly case: Case;
  readonly oldNames: readonly OldName[];
  readonly name: string;
  readonly source: string;
}

const resolveMeasurement = (part: Part, overrides: ScenarioOverrides): Resolved => {
  const { case: about, oldNames, written, name, source, placeOf } = part;
  const strategies = rowsOf(written.strategies, dirname(source), about.strategies);
  const listed = withIdle(
    strategies.rows.map((row) => besideServices(row, about)),
    about.strategies,
  );
  const scale = overridden('--scale', scaleSchema, overrides.scale, written.scale);
  const seed = overridden('--seed', seedSchema, overrides.seed, written.seed);
  const opened = open(about, written, { seed, scale, folder: dirname(source) });
  const target = readTarget(written.target, process.env);
  const env = readEnv(written.env, process.env);
  const budgets = budgetsOf(written.budgets, listed);
  const problems = [
    ...below(['strategies'], strategies.problems),
    ...(strategies.problems.length === 0
      ? [...problemsOfReference(written.reference, listed), ...budgets.problems]
      : []),
    ...env.problems,
    ...(strategies.problems.length === 0 ? problemsOfLoad(written.load, strategies.rows) : []),
    ...(about.workloads ? problemsOfWorkload(written.workload, written.target !== undefined) : []),
    ...('problems' in opened ? opened.problems : []),
    ...target.problems,
    ...(written.target === undefined ? [] : problemsOfPrograms(strategies.rows)),
  ];
  if (problems.length > 0 || 'problems' in opened) throw errorOf(problems, placeOf);

  const requests = overrides.strategies ?? [];
  const rows = requests.length === 0 ? listed : selectRows(listed, requests, about.strategies);
  const metrics = overridden(
    '--metrics',
    metricsSchema,
    overrides.metrics,
    withBudgetMetrics(written.metrics ?? usualMetrics(listed, about), budgets.budgets),
  );
  const cyclic = metrics.filter((metric) => ofSeveralCycles.includes(metric));
  if (written.services.churn !== null && cyclic.length > 0) {
    throw errorOf([churnBetweenCycles(cyclic)], placeOf);
  }
  const [tooLarge] = problemsOfScale({ case: about, opened }, rows, scale);
  if (tooLarge !== undefined) {
    if (overrides.scale === undefined) throw errorOf([tooLarge], placeOf);
    throw new UserError(`--scale: ${tooLarge.message}`, { advice: tooLarge.advice });
  }
  const isReferenceThere = rows.some(({ label }) => label === written.reference);
  return {
    name,
    description: written.description ?? null,
    ...(written.question !== undefined && { question: written.question }),
    path: shownPath(source),
    case: about,
    oldNames,
    opened,
    consumer: written.consumer ?? (Object.keys(about.consumers)[0] as string),
    seed,
    scale,
    samples: overridden('--samples', samplesSchema, overrides.samples, written.samples),
    metrics,
    limits: written.limits,
    reference: isReferenceThere ? (written.reference ?? null) : defaultReference(rows, about),
    cycles: written.cycles,
    timeline: written.timeline,
    timeout: written.timeout,
    services: written.services,
    retries: written.retries,
    losses: written.losses,
    ...(written.load !== undefined && { load: written.load }),
    target: target.access !== null,
    access: target.access,
    env: env.variables,
    rows,
    claims: [],
    budgets: budgets.budgets.filter(({ label }) => rows.some((row) => row.label === label)),
    listed,
  };
};

/** Beside rows that fetch what is served, a function is no choice: it has other work. */
const besideServices = (row: ScenarioRow, { servesNothing }: Case): ScenarioRow =>
  row.function === undefined || servesNothing === true ? row : { ...row, yields: 'nothing' };

/** Where nothing is served nobody counts what was asked. */
const usualMetrics = (rows: readonly ScenarioRow[], { servesNothing }: Case) =>
  defaultMetricsOf(rows).filter((name) => servesNothing !== true || !ledgerMetrics.includes(name));

/** What the case makes of a measurement; of one without a workload, which is a problem by itself, nothing. */
const open = (
  about: Case,
  { workload, target, services, ...rest }: WrittenMeasurement,
  { seed, scale, folder }: { readonly seed: number; readonly scale: number; readonly folder: string },
): Opened | Refused => {
  if (workload === undefined && target === undefined && about.workloads) return { problems: [] };
  const keys = Object.keys(about.keys.measurement);
  const own = Object.fromEntries(keys.map((key) => [key, Reflect.get(rest, key)]));
  const asked = { own, seed, scale, services };
  if (target !== undefined) return about.open({ ...asked, workload: null });
  const read = about.workloads ? readWorkload(workload, folder, about.workloads) : { workload };
  return 'problems' in read ? read : about.open({ ...asked, workload: read.workload });
};

interface WrittenPart {
  readonly written: WrittenMeasurement;
  readonly placeOf: YamlFile['placeOf'];
}

/**
 * A named measurement: the scenario's own keys, each replaced as a whole by the measurement's; not its budgets, which are
 * about the scenario's own workload and rows. A problem stands at the measurement's key, or where the key is the
 * scenario's at the measurement's name: there it does not fit.
 */
const differingFrom = ({ data, placeOf }: YamlFile, measurement: string, about: Case): WrittenPart => {
  const { measurements, ...whole } = data as Fields;
  const {
    name: _,
    case: __,
    description: ___,
    question: ____,
    claims: _____,
    budgets: ______,
    ...own
  } = whole;
  const differing = (measurements as Fields)[measurement] as Fields;
  const inherited = 'strategies' in differing ? { ...own, reference: undefined } : own;
  return {
    written: schemasOf(about).measurement.parse({ ...inherited, ...differing }),
    placeOf: ({ path, at, ...problem }) => {
      const isDiffering = Object.hasOwn(differing, String(path[0]));
      const place = ['measurements', measurement, ...(isDiffering ? path : [])];
      return placeOf({ ...problem, path: place, at: isDiffering ? at : 'key' });
    },
  };
};

type Fields = Readonly<Record<string, unknown>>;

const below = (base: readonly PropertyKey[], problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, path: [...base, ...problem.path] }));

const findScenario = (path: string): string => {
  const direct = resolve(path);
  if (isFile(direct)) return direct;
  const known = scenarioNames();
  if (known.includes(path)) return `${folder}${path}.yaml`;
  if (existsSync(direct) || /[/\\]|\.ya?ml$/.test(path)) return direct;
  throw new UserError(`unknown scenario "${path}"`, {
    advice: `${suggestName(path, known)} Or the path of a file of your own.`,
  });
};

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suggestName } from '../errors/suggest.ts';
import { UserError } from '../errors/user-error.ts';
import { ofSeveralCycles } from '../record/metrics.ts';
import { budgetsOf, withBudgetMetrics } from './budgets.ts';
import { withNeededMetrics } from './claim-needs.ts';
import { claimsOf } from './claims.ts';
import { readEnv } from './env.ts';
import {
  churnBetweenCycles,
  noWorkflows,
  problemsOfPrograms,
  problemsOfReference,
  problemsOfWorkload,
} from './measurement-problems.ts';
import { overridden, scaleWithin } from './overrides.ts';
import { errorOf, type Problem, problemsOf } from './problems.ts';
import { loadProfile, profileNames, workflowsIn, yamlNames } from './profiles.ts';
import type { Measurement, Scenario, ScenarioVariant } from './scenario.ts';
import {
  measurementSchema,
  metricsSchema,
  samplesSchema,
  scaleSchema,
  scenarioSchema,
  seedSchema,
  type WrittenMeasurement,
} from './schema.ts';
import { promptServices } from './services-behaviour.ts';
import { noWorkload, readTarget } from './target.ts';
import { defaultReference, isMeant, selectVariants, variantsOf, withFloor } from './variants.ts';
import { isFile, readYamlFile, shownPath, type YamlFile } from './yaml-file.ts';

/** What a command line sets over a scenario; numbers may be given as they were typed. */
export interface ScenarioOverrides {
  /** Only these (and `idle`) run: see `selectVariants`. All of the scenario's without any. */
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
export const loadScenario = (path: string, overrides: ScenarioOverrides = {}): Scenario => {
  const source = findScenario(path);
  const file = readYamlFile(source, `Scenarios that come with Tidemark: ${scenarioNames().join(', ')}.`);
  const parsed = scenarioSchema.safeParse(file.data);
  if (!parsed.success) throw errorOf(problemsOf(parsed.error.issues, file.data), file.placeOf);

  const { name, measurements, claims: written, ...own } = parsed.data;
  const main = resolveMeasurement({ written: own, name, source, placeOf: file.placeOf }, overrides);
  const named = Object.keys(measurements).map((measurement) => {
    const part = { ...differingFrom(file, measurement), name: `${name}/${measurement}`, source };
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
const isAskedFor = (rows: readonly ScenarioVariant[], requests: readonly string[] = []): boolean =>
  requests.length === 0 || requests.some((request) => rows.some((row) => isMeant(row, request)));

/** A measurement that is not yet known to be what claims are about; all its rows, whatever a command line asks for. */
type Resolved = Measurement & { readonly listed: readonly ScenarioVariant[] };

const resolveMeasurement = (
  { written, name, source, placeOf }: WrittenPart & { readonly name: string; readonly source: string },
  overrides: ScenarioOverrides,
): Resolved => {
  const strategies = variantsOf(written.strategies, dirname(source));
  const listed = withFloor(strategies.variants);
  const target = readTarget(written.target, process.env);
  const env = readEnv(written.env, process.env);
  const budgets = budgetsOf(written.budgets, listed);
  const problems = [
    ...below(['strategies'], strategies.problems),
    ...(strategies.problems.length === 0
      ? [...problemsOfReference(written.reference, listed), ...budgets.problems]
      : []),
    ...env.problems,
    ...problemsOfWorkload(written.workload, written.target !== undefined),
    ...target.problems,
    ...(written.target === undefined ? [] : problemsOfPrograms(strategies.variants)),
  ];
  if (problems.length > 0) throw errorOf(problems, placeOf);
  const profile = loadProfile(written.workload ?? noWorkload);
  if (written.target === undefined && workflowsIn(profile, written.statuses) === 0) {
    throw errorOf([noWorkflows(profile, written.statuses)], placeOf);
  }

  const scale = overridden('--scale', scaleSchema, overrides.scale, written.scale);
  const requests = overrides.strategies ?? [];
  const variants = requests.length === 0 ? listed : selectVariants(listed, requests);
  const metrics = overridden(
    '--metrics',
    metricsSchema,
    overrides.metrics,
    withBudgetMetrics(written.metrics, budgets.budgets),
  );
  const cyclic = metrics.filter((metric) => ofSeveralCycles.includes(metric));
  if (written.services.churn !== null && cyclic.length > 0) {
    throw errorOf([churnBetweenCycles(cyclic)], placeOf);
  }
  const isReferenceThere = variants.some(({ label }) => label === written.reference);
  return {
    name,
    description: written.description ?? null,
    ...(written.question !== undefined && { question: written.question }),
    path: shownPath(source),
    profile: scaleWithin(profile, scale),
    statuses: written.statuses,
    seed: overridden('--seed', seedSchema, overrides.seed, written.seed),
    scale,
    samples: overridden('--samples', samplesSchema, overrides.samples, written.samples),
    metrics,
    limits: written.limits,
    reference: isReferenceThere ? (written.reference ?? null) : defaultReference(variants),
    timeout: written.timeout,
    services: written.services,
    retries: written.retries,
    losses: written.losses,
    target: target.access !== null,
    access: target.access,
    env: env.variables,
    variants,
    claims: [],
    budgets: budgets.budgets.filter(({ label }) => variants.some((variant) => variant.label === label)),
    listed,
  };
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
const differingFrom = ({ data, placeOf }: YamlFile, measurement: string): WrittenPart => {
  const {
    name: _,
    description: __,
    question: ___,
    claims: ____,
    budgets: _____,
    measurements,
    ...own
  } = data as Fields;
  const differing = (measurements as Fields)[measurement] as Fields;
  const inherited = 'strategies' in differing ? { ...own, reference: undefined } : own;
  return {
    written: measurementSchema.parse({ ...inherited, ...differing }),
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

/** What the services serve: a profile by its name, with services at their best, or what a scenario says of them. */
export const loadServices = (
  name: string,
  overrides: Pick<ScenarioOverrides, 'scale' | 'seed'>,
): Pick<Scenario, 'profile' | 'seed' | 'services'> => {
  if (!profileNames().includes(name)) {
    const isKnown = scenarioNames().includes(name) || isFile(resolve(name));
    if (isKnown || /[/\\]|\.ya?ml$/.test(name)) return servable(loadScenario(name, overrides));
    const known = [...new Set([...profileNames(), ...scenarioNames()])];
    throw new UserError(`unknown profile or scenario "${name}"`, {
      advice: `${suggestName(name, known)} Or the path of a scenario of your own.`,
    });
  }
  const scale = overridden('--scale', scaleSchema, overrides.scale, 1);
  return {
    profile: scaleWithin(loadProfile(name), scale),
    seed: overridden('--seed', seedSchema, overrides.seed, 1),
    services: promptServices,
  };
};

const servable = (scenario: Scenario): Scenario => {
  if (scenario.access === null) return scenario;
  throw new UserError(`the scenario "${scenario.name}" has a target: there is nothing to serve`, {
    place: { file: scenario.path },
    advice: 'Serve a profile, or a scenario with a workload.',
  });
};

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

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { suggestName } from '../errors/suggest.ts';
import { UserError } from '../errors/user-error.ts';
import type { Profile, Status } from '../workload/profile.ts';
import { budgetsOf, withBudgetMetrics } from './budgets.ts';
import { errorOf, type Problem, problemsOf } from './problems.ts';
import { loadProfile, profileNames, scaleProfile, workflowsIn, yamlNames } from './profiles.ts';
import type { Scenario, ScenarioVariant } from './scenario.ts';
import { metricsSchema, samplesSchema, scaleSchema, scenarioSchema, seedSchema } from './schema.ts';
import { promptServices } from './services-behaviour.ts';
import { defaultReference, selectVariants, variantsOf, withFloor } from './variants.ts';
import { isFile, readYamlFile, shownPath } from './yaml-file.ts';

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

/** The square root of 2^53: up to here a workload's index times a count is exact. */
const maxWorkflows = 94_906_265;

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
  const written = parsed.data;

  const strategies = variantsOf(written.strategies, dirname(source));
  const listed = withFloor(strategies.variants);
  const budgets = budgetsOf(written.budgets, listed);
  const problems = [
    ...strategies.problems.map((problem) => ({ ...problem, path: ['strategies', ...problem.path] })),
    ...(strategies.problems.length === 0
      ? [...problemsOfReference(written.reference, listed), ...budgets.problems]
      : []),
    ...problemsOfWorkload(written.workload),
  ];
  if (problems.length > 0) throw errorOf(problems, file.placeOf);
  const profile = loadProfile(written.workload);
  if (workflowsIn(profile, written.statuses) === 0) {
    throw errorOf([noWorkflows(profile, written.statuses)], file.placeOf);
  }

  const scale = overridden('--scale', scaleSchema, overrides.scale, written.scale);
  const requests = overrides.strategies ?? [];
  const variants = requests.length === 0 ? listed : selectVariants(listed, requests);
  const isReferenceThere = variants.some(({ label }) => label === written.reference);
  return {
    name: written.name,
    description: written.description ?? null,
    path: shownPath(source),
    profile: scaleWithin(profile, scale),
    statuses: written.statuses,
    seed: overridden('--seed', seedSchema, overrides.seed, written.seed),
    scale,
    samples: overridden('--samples', samplesSchema, overrides.samples, written.samples),
    metrics: overridden(
      '--metrics',
      metricsSchema,
      overrides.metrics,
      withBudgetMetrics(written.metrics, budgets.budgets),
    ),
    limits: written.limits,
    reference: isReferenceThere ? (written.reference ?? null) : defaultReference(variants),
    timeout: written.timeout,
    services: written.services,
    variants,
    budgets: budgets.budgets.filter(({ label }) => variants.some((variant) => variant.label === label)),
  };
};

/** What the services serve: a profile by its name, with services at their best, or what a scenario says of them. */
export const loadServices = (
  name: string,
  overrides: Pick<ScenarioOverrides, 'scale' | 'seed'>,
): Pick<Scenario, 'profile' | 'seed' | 'services'> => {
  if (!profileNames().includes(name)) {
    const isKnown = scenarioNames().includes(name) || isFile(resolve(name));
    if (isKnown || /[/\\]|\.ya?ml$/.test(name)) return loadScenario(name, overrides);
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

const problemsOfReference = (
  reference: string | undefined,
  variants: readonly ScenarioVariant[],
): Problem[] => {
  const labels = variants.map(({ label }) => label);
  return reference === undefined || labels.includes(reference)
    ? []
    : [
        {
          path: ['reference'],
          at: 'value',
          message: `the reference "${reference}" is none of the strategies`,
          advice: suggestName(reference, labels),
        },
      ];
};

const problemsOfWorkload = (workload: string | Profile): Problem[] => {
  const known = profileNames();
  return typeof workload !== 'string' || known.includes(workload)
    ? []
    : [
        {
          path: ['workload'],
          at: 'value',
          message: `unknown profile "${workload}"`,
          advice: suggestName(workload, known),
        },
      ];
};

const noWorkflows = (profile: Profile, statuses: readonly Status[]): Problem => {
  const used = Object.entries(profile.statuses).filter(([, count]) => count > 0);
  return {
    path: ['statuses'],
    at: 'value',
    message: `the profile "${profile.name}" has no workflow in ${statuses.join(', ')}`,
    advice: `It has workflows in ${used.map(([status]) => status).join(', ')}.`,
  };
};

const scaleWithin = (profile: Profile, scale: number): Profile => {
  const scaled = scaleProfile(profile, scale);
  const workflows = workflowsIn(scaled, Object.keys(scaled.statuses) as Status[]);
  if (workflows <= maxWorkflows) return scaled;
  throw new UserError(`scale ${scale} makes ${workflows} workflows of the profile "${profile.name}"`, {
    advice: `At most ${maxWorkflows} are possible.`,
  });
};

const overridden = <Output>(
  flag: string,
  schema: z.ZodType<Output>,
  given: unknown,
  written: Output,
): Output => {
  if (given === undefined) return written;
  const value = typeof given === 'string' ? typedNumber(given) : given;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [problem] = problemsOf(parsed.error.issues, value);
  throw new UserError(`${flag}: ${problem?.message}`, { advice: problem?.advice });
};

/** The number that a text is, or the text, for the schema to refuse. */
const typedNumber = (text: string): number | string =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;

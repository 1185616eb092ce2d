import { resolve } from 'node:path';
import { suggestName } from '../errors/suggest.ts';
import { UserError } from '../errors/user-error.ts';
import { promptServices } from '../record/journal/services-behaviour.ts';
import type { BuiltInCase, Cases } from './case.ts';
import { loadScenarioOf, type ScenarioOverrides, scenarioNames } from './load.ts';
import { overridden } from './overrides.ts';
import type { Scenario } from './scenario.ts';
import { scaleSchema, seedSchema } from './schema.ts';
import { mapping } from './schema-parts.ts';
import { soundWorkload } from './workloads/workload-file.ts';
import { isFile, readYamlFile } from './yaml-file.ts';

/** What of a scenario the services need. */
export type ServedScenario = Pick<Scenario, 'case' | 'opened' | 'seed' | 'services'>;

/** What the services serve: a workload of the default case by its name, with services at their best, or what a scenario says of them. */
export const loadServicesOf =
  (cases: Cases) =>
  (name: string, overrides: Pick<ScenarioOverrides, 'scale' | 'seed'>): ServedScenario => {
    const about = cases.named(cases.byDefault);
    if (about === undefined) throw new Error(`there is no case ${cases.byDefault}`);
    const workload = about.workloads.names().includes(name) ? name : workloadIn(name, about);
    if (workload === undefined) return ofScenario(name, overrides, cases, about);
    const scale = overridden('--scale', scaleSchema, overrides.scale, 1);
    const seed = overridden('--seed', seedSchema, overrides.seed, 1);
    const own = mapping({ ...about.keys.measurement }).parse({});
    const services = promptServices;
    const opened = about.open({ workload, own, seed, scale, services });
    if ('problems' in opened) throw new UserError(opened.problems.map(({ message }) => message).join('\n'));
    return { case: about, opened, seed, services };
  };

/** What a file says that is no scenario, since it has no strategies; undefined where there is none. */
const workloadIn = (name: string, { workloads }: BuiltInCase): unknown => {
  if (!isFile(resolve(name)) || !/\.ya?ml$/.test(name)) return undefined;
  const file = readYamlFile(resolve(name));
  const isScenario = typeof file.data !== 'object' || file.data === null || isOfScenarios(file.data);
  return isScenario ? undefined : soundWorkload(file, workloads);
};

/** What no workload of any case says. */
const isOfScenarios = (data: object): boolean =>
  ['strategies', 'workload', 'target'].some((key) => key in data);

const ofScenario = (
  name: string,
  overrides: Pick<ScenarioOverrides, 'scale' | 'seed'>,
  cases: Cases,
  { workloads }: BuiltInCase,
): ServedScenario => {
  const isKnown = scenarioNames().includes(name) || isFile(resolve(name));
  if (isKnown || /[/\\]|\.ya?ml$/.test(name)) return servable(loadScenarioOf(cases)(name, overrides));
  const known = [...new Set([...workloads.names(), ...scenarioNames()])];
  throw new UserError(`unknown workload or scenario "${name}"`, {
    advice: `${suggestName(name, known)} Or the path of a scenario of your own.`,
  });
};

const servable = (scenario: Scenario): Scenario => {
  if (scenario.case.server !== undefined) {
    throw new UserError(`the services of the scenario "${scenario.name}" are a server of its own`, {
      place: { file: scenario.path },
      advice: `Start it yourself: ${scenario.case.server.command.join(' ')}`,
    });
  }
  if (scenario.case.servesNothing === true) {
    throw new UserError(`the scenario "${scenario.name}" has nothing to fetch: there are no services`, {
      place: { file: scenario.path },
      advice: 'Start the server yourself, or serve a scenario with services.',
    });
  }
  if (scenario.access === null) return scenario;
  throw new UserError(`the scenario "${scenario.name}" has a target: there is nothing to serve`, {
    place: { file: scenario.path },
    advice: 'Serve a workload, or a scenario with one.',
  });
};

import { builtInStrategies, loadScenario, scenarioNames } from '../../cases/load.ts';
import { suggestName } from '../../errors/suggest.ts';
import { UserError } from '../../errors/user-error.ts';
import { faultKinds, faults } from '../../record/faults.ts';
import { type MetricName, metricNames, metrics } from '../../record/metrics.ts';
import { planOf } from '../../runner/plan.ts';
import type { ParameterRule } from '../../scenario/case.ts';

/** A scenario that comes with Tidemark. */
export interface ListedScenario {
  readonly name: string;
  /** Its question, in a sentence; null where it says none. */
  readonly description: string | null;
  /** The metric that answers it; null where it names none. */
  readonly answeredBy: MetricName | null;
  /** What a run of it measures, its named measurements included. */
  readonly rows: number;
  readonly samples: number;
}

export interface ListedParameter {
  readonly name: string;
  readonly meaning: string;
  readonly default: number | string;
  /** The values that it may have; of a whole number the smallest. */
  readonly allowed: { readonly from: number } | { readonly of: readonly string[] };
}

/** A strategy that a scenario may name. */
export interface ListedStrategy {
  /** The case that has it. */
  readonly case: string;
  readonly name: string;
  readonly idea: string;
  readonly parameters: readonly ListedParameter[];
}

export interface ListedMetric {
  readonly name: MetricName;
  /** What reports call it. */
  readonly title: string;
  readonly unit: string;
  readonly measured: 'by default' | 'when asked for' | 'always';
  readonly meaning: string;
}

interface ListedFault {
  readonly name: string;
  readonly does: string;
}

/** What there is to name in a scenario or on a command line. A kind that was not asked for is absent. */
export interface Catalogue {
  readonly schema: 'tidemark/list@1';
  readonly scenarios?: readonly ListedScenario[];
  readonly strategies?: readonly ListedStrategy[];
  readonly metrics?: readonly ListedMetric[];
  readonly faults?: readonly ListedFault[];
}

const kinds = ['scenarios', 'strategies', 'metrics', 'faults'] as const;
type Kind = (typeof kinds)[number];

/**
 * @param kind one of the kinds; all without it
 * @throws UserError for another
 */
export const listKnown = (kind?: string): Catalogue => {
  const wanted = kind === undefined ? kinds : kinds.filter((one) => one === kind);
  if (wanted.length === 0) {
    throw new UserError(`there are no "${kind}" to list`, { advice: suggestName(String(kind), kinds) });
  }
  return {
    schema: 'tidemark/list@1',
    ...Object.fromEntries(wanted.map((one) => [one, lists[one]()])),
  };
};

const lists: { readonly [K in Kind]: () => NonNullable<Catalogue[K]> } = {
  scenarios: () => scenarioNames().map(scenarioOf),
  strategies: () =>
    builtInStrategies.flatMap((about) =>
      Object.entries(about.strategies).map(([name, { idea, params }]) => ({
        case: about.name,
        name,
        idea,
        parameters: Object.entries(params).map(parameterOf),
      })),
    ),
  metrics: () =>
    metricNames.map((name) => {
      const { title, unit, measured, meaning } = metrics[name];
      return { name, title, unit, measured, meaning };
    }),
  faults: () => faultKinds.map((name) => ({ name, does: faults[name].does })),
};

const scenarioOf = (name: string): ListedScenario => {
  const scenario = loadScenario(name);
  const measured = [scenario, ...scenario.measurements];
  return {
    name,
    description: scenario.description,
    answeredBy: scenario.question?.metric ?? null,
    rows: measured.reduce((sum, { rows }) => sum + rows.length, 0),
    samples: measured.reduce((sum, one) => sum + planOf(one).length, 0),
  };
};

const parameterOf = ([name, rule]: readonly [string, ParameterRule]): ListedParameter => ({
  name,
  meaning: rule.meaning,
  default: rule.default,
  allowed: rule.kind === 'integer' ? { from: rule.min } : { of: rule.of },
});

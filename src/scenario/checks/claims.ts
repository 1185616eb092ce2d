import { suggestName } from '../../errors/suggest.ts';
import type { Claim, Reading } from '../../record/checks/claims.ts';
import type { Runtime } from '../../record/journal/sample.ts';
import type { Problem } from '../problems.ts';
import type { ScenarioRow } from '../scenario.ts';
import { judgeIn, limitIn, measurementIn } from './claim-judges.ts';
import type { WrittenClaim, WrittenJudge, WrittenStrategyName } from './claims-schema.ts';

/** The rows of each measurement by its name; the scenario's own has none. */
export type Measurements = ReadonlyMap<string | null, readonly ScenarioRow[]>;

interface Claims {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

/** The claims of a scenario with every label and measurement found; problems have their paths below `claims`. */
export const claimsOf = (written: readonly WrittenClaim[], measurements: Measurements): Claims => {
  const problems: Problem[] = [];
  const claims = written.map(({ id, who, where, says, ...rest }, i): Claim => {
    if (written.findIndex((other) => other.id === id) < i) {
      problems.push({ path: [i, 'id'], at: 'value', message: `the id "${id}" stands twice` });
    }
    const readings = readingsOf(rest).flatMap(({ path, ...reading }) => {
      const resolved = resolve(reading, measurements);
      problems.push(
        ...resolved.problems.map((problem) => ({ ...problem, path: [i, ...path, ...problem.path] })),
      );
      return resolved.readings;
    });
    return { id, who, where, says, readings };
  });
  return { claims, problems };
};

interface WrittenReading {
  readonly name: string | null;
  readonly measurement: string | null;
  readonly expect: Reading['expect'];
  readonly judge: WrittenJudge;
}

const readingsOf = (
  claim: Pick<WrittenClaim, 'in' | 'expect' | 'judge' | 'readings'>,
): (WrittenReading & { readonly path: readonly PropertyKey[] })[] => [
  ...(claim.judge === undefined
    ? []
    : [
        {
          path: [],
          name: null,
          measurement: claim.in ?? null,
          expect: claim.expect ?? ('holds' as const),
          judge: claim.judge,
        },
      ]),
  ...(claim.readings ?? []).map(({ reading, in: measurement = null, expect, judge }, i) => ({
    path: ['readings', i],
    name: reading,
    measurement,
    expect,
    judge,
  })),
];

/** A strategy named in a judge, with the key that names it. */
interface Named {
  readonly key: string;
  readonly path: readonly PropertyKey[];
  readonly strategy: WrittenStrategyName;
}

/** A reading for each runtime that its judge names strategies of. */
const resolve = (
  { judge, measurement, ...reading }: WrittenReading,
  measurements: Measurements,
): { readonly readings: Reading[]; readonly problems: Problem[] } => {
  const unknown = problemsOfMeasurements(judge, measurement, measurements);
  if (unknown.length > 0) return { readings: [], problems: unknown };
  const named = strategiesIn(judge);
  const places = 'growth' in judge ? judge.over.map(measurementIn) : [measurement];
  const problems = [
    ...named.flatMap((each) => problemsOfStrategy(each, places, measurements)),
    ...problemsOfRuntimes(named),
    ...problemsOfLimits(judge),
  ];
  if (problems.length > 0) return { readings: [], problems };
  const [first] = named;
  const runtimes: readonly Runtime[] =
    first === undefined
      ? ['node']
      : typeof first.strategy === 'string'
        ? (runtimesNamed(named) ?? [runtimeOf(first.strategy, places, measurements)])
        : (Object.keys(first.strategy) as Runtime[]);
  return {
    problems: [],
    readings: runtimes.map((runtime) => ({
      ...reading,
      measurement,
      runtime,
      judge: judgeIn(judge, runtime),
    })),
  };
};

const problemsOfMeasurements = (
  judge: WrittenJudge,
  measurement: string | null,
  measurements: Measurements,
): Problem[] => {
  const known = [...measurements.keys()].filter((name) => name !== null);
  const check = (name: string | null, path: readonly PropertyKey[]): Problem[] =>
    measurements.has(name)
      ? []
      : [
          {
            path,
            at: 'value',
            message: `there is no measurement "${name}"`,
            advice:
              known.length === 0
                ? 'Describe it under measurements.'
                : `${suggestName(name ?? '', known)} They are described under measurements.`,
          },
        ];
  const inGrowth = 'growth' in judge;
  if (inGrowth && measurement !== null) {
    const message = 'growth names its measurements itself, under over';
    return [{ path: ['in'], at: 'key', message, advice: 'Remove this key.' }];
  }
  return inGrowth
    ? judge.over.flatMap((name, i) => check(measurementIn(name), ['judge', 'over', i]))
    : check(measurement, ['in']);
};

const strategiesIn = (judge: WrittenJudge): Named[] => {
  const named = (key: string, strategy: WrittenStrategyName): Named => ({
    key,
    path: ['judge', key],
    strategy,
  });
  if ('compare' in judge) return [named('of', judge.of), named('to', judge.to)];
  if ('value' in judge || 'growth' in judge) return [named('of', judge.of)];
  if ('fails' in judge) return [named('fails', judge.fails)];
  if ('notMeasurable' in judge) return [];
  const among = (judge.among ?? []).map((label, i) => ({
    key: 'among',
    path: ['judge', 'among', i],
    strategy: label,
  }));
  return [named('paretoFront', judge.paretoFront), ...among];
};

const problemsOfStrategy = (
  { path, strategy }: Named,
  places: readonly (string | null)[],
  measurements: Measurements,
): Problem[] =>
  places.flatMap((place) => {
    const rows = measurements.get(place) ?? [];
    const labels = rows.map(({ label }) => label);
    const where = place === null ? '' : ` of the measurement "${place}"`;
    const wanted = typeof strategy === 'string' ? [[null, strategy] as const] : Object.entries(strategy);
    return wanted.flatMap(([runtime, label]): Problem[] => {
      const at = runtime === null ? path : [...path, runtime];
      const row = rows.find((one) => one.label === label);
      if (row === undefined) {
        const message = `"${label}" is none of the strategies${where}`;
        return [{ path: at, at: 'value', message, advice: suggestName(label ?? '', labels) }];
      }
      if (runtime === null || row.runtime === runtime) return [];
      return [{ path: at, at: 'value', message: `"${label}" runs in ${row.runtime}, not in ${runtime}` }];
    });
  });

/** Where labels are given for each runtime, all that are must be given for the same ones. */
const problemsOfRuntimes = (named: readonly Named[]): Problem[] => {
  const [first, ...others] = named.filter(({ strategy }) => typeof strategy !== 'string');
  if (first === undefined) return [];
  const runtimesIn = ({ strategy }: Named): string => Object.keys(strategy).toSorted().join(', ');
  return others
    .filter((other) => runtimesIn(other) !== runtimesIn(first))
    .map(({ path, key }) => ({
      path,
      at: 'value',
      message: `${first.key} has labels for ${runtimesIn(first)}, and ${key} for others`,
      advice: 'Give both a label for the same runtimes, or one label for all.',
    }));
};

const problemsOfLimits = (judge: WrittenJudge): Problem[] => {
  const [path, bound] =
    'growth' in judge
      ? [['judge', 'exponent', 'between'], judge.exponent.between]
      : [['judge', 'between'], 'between' in judge ? judge.between : undefined];
  if (bound === undefined || limitIn(bound[0]) <= limitIn(bound[1])) return [];
  return [
    {
      path,
      at: 'value',
      message: `between: the first limit (${bound[0]}) is above the second (${bound[1]})`,
    },
  ];
};

const runtimesNamed = (named: readonly Named[]): Runtime[] | undefined => {
  const spread = named.find(({ strategy }) => typeof strategy !== 'string');
  return spread === undefined ? undefined : (Object.keys(spread.strategy) as Runtime[]);
};

const runtimeOf = (label: string, places: readonly (string | null)[], measurements: Measurements): Runtime =>
  (measurements.get(places[0] ?? null) ?? []).find((row) => row.label === label)?.runtime ?? 'node';

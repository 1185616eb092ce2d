import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { strategyCatalogue, strategyNames } from '../../src/cases/reqmgr2/catalogue.ts';
import { expectedFingerprints } from '../../src/cases/reqmgr2/workload/summary.ts';
import type { Fingerprint } from '../../src/record/journal/fingerprint.ts';
import type { StrategyParams } from '../../src/record/messages/subject.ts';
import { checkCompleteness, expectSet } from '../../src/runner/check/completeness.ts';
import type { ParameterRule } from '../../src/scenario/case.ts';
import { fingerprintIn } from '../builders/reqmgr2.ts';
import { type RunningServices, runServices } from '../services/small-services.ts';
import { httpContext } from './http-context.ts';
import { loadStrategy, runCycle } from './run-cycle.ts';

const statuses = ['announced', 'aborted-completed', 'rejected'] as const;

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

/** Each value of a choice; of a whole number the smallest, one that leaves a remainder, and the default. */
const valuesOf = (rule: ParameterRule) =>
  rule.kind === 'choice' ? rule.of : [...new Set([rule.min, rule.min + 1, rule.default])];

/** Every combination of the values of all parameters. */
const combinationsOf = (rules: Readonly<Record<string, ParameterRule>>): StrategyParams[] =>
  Object.entries(rules).reduce<StrategyParams[]>(
    (points, [name, rule]) =>
      points.flatMap((point) => valuesOf(rule).map((value) => ({ ...point, [name]: value }))),
    [{}],
  );

const rows = strategyNames.flatMap((strategy) =>
  combinationsOf(strategyCatalogue[strategy].params).map((params) => ({
    strategy,
    params,
    label: [strategy, ...Object.entries(params).map(([key, value]) => `${key}=${value}`)].join(' '),
  })),
);

/** What must fail, and why. */
const failures: readonly (readonly [label: RegExp, reason: RegExp])[] = [
  [/^wmcore-client fetch=name-then-chunk chunk=100$/, /^File name too long \(ENAMETOOLONG\)/],
  [/^cached key=path/, /^the cache answered \?name=.* with what it kept of .*detail=False/],
];
const failureOf = (label: string): RegExp | undefined =>
  failures.find(([pattern]) => pattern.test(label))?.[1];

const processedBy = async ({ strategy, params }: (typeof rows)[number]): Promise<Fingerprint[]> => {
  await using context = httpContext(services.url, { statuses, params });
  const processed: Fingerprint[] = [];
  await runCycle(await loadStrategy(strategy), context, (...workflow) => {
    processed.push(fingerprintIn(...workflow));
  });
  return processed;
};

describe('over the services', () => {
  test.each(rows.filter(({ label }) => failureOf(label) === undefined))(
    '$label processes exactly the workload',
    async (row) => {
      const expected = row.strategy === 'idle' ? [] : expectedFingerprints(services.workload, statuses);
      const { digestMatches, ...counts } = checkCompleteness(expectSet(expected), await processedBy(row));
      expect(counts).toMatchObject({ missed: 0, duplicated: 0, stale: 0 });
      expect(digestMatches).toBe(true);
    },
  );

  test.each(rows.filter(({ label }) => failureOf(label) !== undefined))(
    '$label fails and says why',
    async (row) => {
      await expect(processedBy(row)).rejects.toThrow(failureOf(row.label));
    },
  );
});

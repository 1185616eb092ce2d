import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatch } from '../../src/cases/reqmgr2/consumers/rule-cleaner/dispatch.ts';
import { type FieldName, fieldNames } from '../../src/cases/reqmgr2/consumers/rule-cleaner/fields.ts';
import { isTruthy, recordOf } from '../../src/cases/reqmgr2/consumers/rule-cleaner/record.ts';
import type { DocumentsByName } from '../../src/cases/reqmgr2/document.ts';
import masked from '../../src/cases/reqmgr2/strategies/masked.ts';
import naive from '../../src/cases/reqmgr2/strategies/naive.ts';
import wmstatsFiltered from '../../src/cases/reqmgr2/strategies/wmstats-filtered.ts';
import { loadDescription, scaleDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { type RunningServices, runServices } from '../services/small-services.ts';
import { httpContext } from './http-context.ts';
import { runCycle } from './run-cycle.ts';

/*
 * What the rule cleaner makes of documents cut to the fields that it reads, on a twentieth of production.
 */
const statuses = ['announced', 'aborted-completed', 'rejected'] as const;

let services: RunningServices;
let whole: DocumentsByName;
let cut: DocumentsByName;

beforeAll(async () => {
  services = await runServices({
    workload: openWorkload(scaleDescription(loadDescription('production'), 0.05), 1),
  });
  await using context = httpContext(services.url);
  whole = await context.reqmgr.requestsByStatus(statuses);
  cut = await context.reqmgr.requestsByStatus(statuses, { mask: fieldNames });
});
afterAll(() => services.close());

const recordsOf = (name: string) => [recordOf(whole[name] ?? {}), recordOf(cut[name] ?? {})] as const;
const namesWhereRecordsDiffer = (field: FieldName): string[] =>
  Object.keys(whole).filter((name) => {
    const [of, ofCut] = recordsOf(name).map((record) => JSON.stringify(record[field]));
    return of !== ofCut;
  });
const isChain = (name: string): boolean => /^(Task|Step)Chain$/.test(String(whole[name]?.RequestType));

test("the rule cleaner's report stays the same", async () => {
  await using context = httpContext(services.url, { statuses });
  const report = await runCycle(naive, context, () => {});
  expect(report.total).toBe(480);
  expect(await runCycle(masked, context, () => {})).toEqual(report);
  expect(await runCycle(wmstatsFiltered, context, () => {})).toEqual(report);
});

test('of a chain the input dataset arrives as a list, out of its first task', () => {
  const chains = Object.keys(whole).filter(isChain);
  expect(chains.length).toBeGreaterThan(400);
  expect(namesWhereRecordsDiffer('InputDataset')).toEqual(chains);
  for (const name of chains) {
    const [of, ofCut] = recordsOf(name);
    expect(ofCut.InputDataset).toEqual([of.InputDataset]);
  }
});

test('so every workflow keeps its pipelines, and what they clean', () => {
  const done = (record: ReturnType<typeof recordOf>) => dispatch(record, new Set());
  const names = Object.keys(whole);
  expect(names).toHaveLength(480);
  const keeping = names.filter((name) => {
    const [of, ofCut] = recordsOf(name).map((record) => JSON.stringify(done(record)));
    return of === ofCut;
  });
  expect(keeping).toEqual(names);
  expect(
    names
      .filter(isChain)
      .some((name) => done(recordsOf(name)[1]).runs.some(({ datasets }) => datasets.length > 0)),
  ).toBe(true);
});

test('a field that a document lacks is null instead of its default, and both count as nothing', () => {
  const others = fieldNames.filter((field) => field !== 'InputDataset' && field !== 'ParentDataset');
  for (const field of others) {
    for (const name of namesWhereRecordsDiffer(field)) {
      const [of, ofCut] = recordsOf(name);
      expect([isTruthy(of[field]), ofCut[field]]).toEqual([false, null]);
    }
  }
});

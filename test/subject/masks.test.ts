import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentsByName } from '../../src/cases/reqmgr2/document.ts';
import { dispatch } from '../../src/cases/reqmgr2/rule-cleaner/dispatch.ts';
import { type FieldName, fieldNames } from '../../src/cases/reqmgr2/rule-cleaner/fields.ts';
import { isTruthy, recordOf } from '../../src/cases/reqmgr2/rule-cleaner/record.ts';
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

test('of every chain the input dataset is lost, which stands in its first task', () => {
  const chains = Object.keys(whole).filter(isChain);
  expect(chains.length).toBeGreaterThan(400);
  expect(namesWhereRecordsDiffer('InputDataset')).toEqual(chains);
  for (const name of chains) expect(recordsOf(name)[1].InputDataset).toBeNull();
});

test('so the transferor pipelines find nothing to clean for a chain', () => {
  const datasetsIn = (record: ReturnType<typeof recordOf>) =>
    dispatch(record, new Set())
      .runs.filter(({ pipeline }) => pipeline.startsWith('plineMSTr'))
      .flatMap(({ datasets }) => datasets);
  const cleaned = Object.keys(whole).filter((name) => datasetsIn(recordsOf(name)[0]).length > 0);
  const stillCleaned = cleaned.filter((name) => datasetsIn(recordsOf(name)[1]).length > 0);
  expect(cleaned.some(isChain)).toBe(true);
  expect(stillCleaned).toEqual(cleaned.filter((name) => !isChain(name)));
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

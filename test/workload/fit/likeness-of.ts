import { expect } from 'vitest';
import type { WorkloadDescription } from '../../../src/cases/reqmgr2/workload/description.ts';
import { type Fit, fitWorkload, sizeAt } from '../../../src/cases/reqmgr2/workload/fit/fit.ts';
import type { Measures } from '../../../src/cases/reqmgr2/workload/fit/measure.ts';
import { openWorkload } from '../../../src/cases/reqmgr2/workload/open.ts';
import { runServices } from '../../services/small-services.ts';
import { filesOf } from './dumps.ts';

/** What is fitted to a workload as the services answer with it, from ReqMgr2 and from CouchDB. */
export const fitThroughServices = async (
  description: WorkloadDescription,
  from: 'reqmgr' | 'couch' = 'reqmgr',
): Promise<Fit> => {
  await using services = await runServices({ workload: openWorkload(description, 3) });
  const query = Object.keys(description.statuses).map((status) => `status=${status}`);
  const path =
    from === 'couch'
      ? '/couchdb/reqmgr_workload_cache/_all_docs?include_docs=true'
      : `/reqmgr2/data/request?${query.join('&')}`;
  const answer = await services.get(path, { headers: { accept: 'application/json' } });
  return await fitWorkload(filesOf({ 'dump.json': await answer.text() }), 'mine');
};

/** By how much a fitted workload may miss. */
export const expectLike = ({ dump, own }: Pick<Fit, 'dump' | 'own'>): void => {
  const ratio = (of: (measures: Measures) => number): number => of(own) / of(dump);
  const sizes = (measures: Measures) => [...measures.sizes.values()].flat().sort((a, b) => a - b);
  const near = (what: string, value: number, miss: number): void =>
    expect(Math.abs(value - 1), `${what}: ${value}`).toBeLessThan(miss);
  near(
    'mean bytes',
    ratio((one) => one.meanBytes),
    0.01,
  );
  near(
    'keys',
    ratio((one) => one.meanKeys),
    0.03,
  );
  near(
    'objects and lists',
    ratio((one) => one.meanContainers),
    0.1,
  );
  near(
    'half of the sizes',
    ratio((one) => sizeAt(sizes(one), 0.5)),
    0.05,
  );
  near(
    '90 % of the sizes',
    ratio((one) => sizeAt(sizes(one), 0.9)),
    0.05,
  );
  near(
    '99 % of the sizes',
    ratio((one) => sizeAt(sizes(one), 0.99)),
    0.15,
  );
  near(
    'the largest',
    ratio((one) => sizeAt(sizes(one), 1)),
    0.35,
  );
  expect(Math.abs(own.meanLevels - dump.meanLevels)).toBeLessThan(0.5);
  expect(Math.abs(own.lumiShare - dump.lumiShare)).toBeLessThan(0.04);
  for (const [type, count] of dump.types) {
    const share = (own.types.get(type) ?? 0) / own.count;
    expect(Math.abs(share - count / dump.count), type).toBeLessThan(3 / Math.sqrt(dump.count));
  }
};

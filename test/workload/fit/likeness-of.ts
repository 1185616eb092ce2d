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
  const near = (what: string, [is, was]: readonly [number, number], miss: number): void =>
    expect(Math.abs(is / was - 1), `${what}: ${is} for ${was}`).toBeLessThan(miss);
  const both = (of: (measures: Measures) => number) => [of(own), of(dump)] as const;
  near(
    'mean bytes',
    both(({ meanBytes }) => meanBytes),
    0.01,
  );
  near(
    'keys',
    both(({ meanKeys }) => meanKeys),
    0.03,
  );
  near(
    'objects and lists',
    both(({ meanContainers }) => meanContainers),
    0.1,
  );
  expect(Math.abs(own.meanLevels - dump.meanLevels)).toBeLessThan(0.5);
  expect(Math.abs(own.lumiShare - dump.lumiShare)).toBeLessThan(0.04);
  for (const [type, sizes] of dump.sizes) {
    const share = (own.types.get(type) ?? 0) / own.count;
    expect(Math.abs(share - sizes.length / dump.count), type).toBeLessThan(3 / Math.sqrt(dump.count));
    if (sizes.length < 100) continue;
    const at = (level: number) => [sizeAt(own.sizes.get(type) ?? [], level), sizeAt(sizes, level)] as const;
    near(`half of ${type}`, at(0.5), 0.05);
    near(`90 % of ${type}`, at(0.9), 0.05);
    near(`the largest ${type}`, at(1), 0.5);
    // Of fewer it is one of the last few, which lie far apart.
    if (sizes.length >= 400) near(`99 % of ${type}`, at(0.99), 0.2);
  }
};

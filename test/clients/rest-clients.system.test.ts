import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { activeStatuses, type Status } from '../../src/cases/reqmgr2/workload/description.ts';
import { maskedValue } from '../../src/cases/reqmgr2/workload/documents/mask.ts';
import {
  documentText,
  indicesOf,
  namesOf,
  runServices,
  smallDescription,
  smallWorkload,
} from '../services/small-services.ts';

const checkout = process.env.WMCORE_SRC;
const python = process.env.WMCORE_PYTHON ?? '/usr/bin/python3';
const script = fileURLToPath(new URL('rest-reads.py', import.meta.url));
const workload = smallWorkload({
  ...smallDescription(),
  statuses: { announced: 40, rejected: 3, 'running-open': 4 },
});

// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives.
type Fields = Record<string, any>;

const documents = (...statuses: readonly Status[]): Fields[] =>
  indicesOf(workload, ...statuses).map((index) => JSON.parse(documentText(workload, index)));
const byName = (statuses: readonly Status[], cut = (document: Fields): unknown => document) =>
  Object.fromEntries(documents(...statuses).map((document) => [document.RequestName, cut(document)]));

/** Each output dataset of chains of this type, and what it was made from. */
const parents = (type: string, resolved: boolean) =>
  Object.fromEntries(
    documents(...activeStatuses)
      .filter(({ RequestType, ParentageResolved }) => RequestType === type && ParentageResolved === resolved)
      .flatMap(({ ChainParentageMap }) => Object.values(ChainParentageMap) as Link[])
      .flatMap(({ ParentDset, ChildDsets }) => ChildDsets.map((child) => [child, ParentDset])),
  );
interface Link {
  readonly ParentDset: string;
  readonly ChildDsets: readonly string[];
}

const missing = checkout === undefined ? ' (skipped: WMCORE_SRC names no checkout of WMCore)' : '';

describe.skipIf(checkout === undefined)(`WMCore's ReqMgr and WMStatsServer clients${missing}`, () => {
  test('find by every method that reads what the workload has', async () => {
    await using services = await runServices({ workload });
    const [first = '', second = ''] = namesOf(workload, 'announced');
    const { stdout } = await execa(python, [script, services.url], {
      input: JSON.stringify({ names: [first, second] }),
      env: { WMCORE_SRC: checkout },
    });
    const found = JSON.parse(stdout);
    const { [first]: one, [second]: other } = byName(['announced']);
    const rejected = namesOf(workload, 'rejected');
    const chainParents = parents('StepChain', false);

    expect(found).toEqual({
      getParentLocks: [...workload.parentLocks()],
      getRequestByNames: [{ [first]: one, [second]: other }],
      'getRequestByNames of one': [{ [first]: one }],
      'getRequestByNames of nobody': [],
      getRequestByStatus: [byName(['rejected'])],
      'getRequestByStatus without detail': [...rejected, ...namesOf(workload, 'announced')],
      getRequestByStatusFromMemoryCache: rejected,
      getAbortedAndForceCompleteRequestsFromMemoryCache: [],
      getGenericRequestInfo: [
        byName(['rejected'], (document) => ({
          RequestStatus: 'rejected',
          PrepID: maskedValue(document, 'PrepID'),
        })),
      ],
      getGlobalLocks: [...workload.globalLocks()],
      getActiveData: namesOf(workload, ...activeStatuses).toSorted(),
      getFilteredActiveData: rejected.map((RequestName) => ({ RequestStatus: 'rejected', RequestName })),
      getChildParentDatasetMap: chainParents,
      'getChildParentDatasetMap of resolved': parents('TaskChain', true),
      getProtectedLFNs: documents('running-open')
        .flatMap(({ OutputModulesLFNBases }) => OutputModulesLFNBases as string[])
        .toSorted(),
    });
    expect(Object.keys(chainParents).length).toBeGreaterThan(0);
  });
});

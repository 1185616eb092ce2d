import { serveWorkload } from '../../src/cases/reqmgr2/services.ts';
import type { Status, WorkloadDescription } from '../../src/cases/reqmgr2/workload/description.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import type { Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import { promptServices, type ServicesBehaviour } from '../../src/record/journal/services-behaviour.ts';
import type { Clock } from '../../src/services/delivery/latency.ts';
import type { Ledger } from '../../src/services/delivery/ledger.ts';
import { type Services, type ServicesOptions, startServices } from '../../src/services/server/server.ts';

/** Thirteen workflows in four statuses, small enough to spell out what an answer must be. */
export const smallDescription = (changes: Partial<WorkloadDescription> = {}): WorkloadDescription => ({
  name: 'services-test',
  statuses: { announced: 6, rejected: 3, 'running-open': 2, 'normal-archived': 2 },
  documents: {
    meanBytes: 12_000,
    types: { TaskChain: 0.4, StepChain: 0.3, ReReco: 0.3, Resubmission: 0, DQMHarvest: 0 },
    spread: 0.3,
    nesting: 0,
    longLumiLists: { share: 0, minBytes: 100_000, maxBytes: 200_000 },
  },
  names: [
    { prefix: 'pdmvserv_task_PPD-', campaigns: ['Run3Summer23BPixGS'], share: 0.5 },
    { prefix: 'cmsunified_task_GEN-', campaigns: ['RunIII2024Summer24wmLHEGS'], share: 0.5 },
  ],
  locks: { global: 3, parent: 2 },
  ...changes,
});

export const smallWorkload = (changes: Partial<WorkloadDescription> = {}): Workload =>
  openWorkload(smallDescription(changes), 7);

/** Documents of which some have a LumiList that is longer than a chunk of the services. */
export const documentsWithLongLists = (): WorkloadDescription['documents'] => ({
  ...smallDescription().documents,
  meanBytes: 60_000,
  sizes: undefined,
  spread: 0.3,
  longLumiLists: { share: 0.1, minBytes: 300_000, maxBytes: 400_000 },
});

/** A workload as the services serve it. */
export const served = (
  workload: Workload,
  changes: Partial<ServicesBehaviour> = {},
): Pick<ServicesOptions, 'serve' | 'seed' | 'behaviour'> => {
  const behaviour = { ...promptServices, ...changes };
  return {
    // Workloads of some tests cannot be written, which is the test.
    serve: (tools) => ({ ...serveWorkload(workload, behaviour.churn, tools), warmUp: () => {} }),
    seed: workload.seed,
    behaviour,
  };
};

/** ReqMgr2 and WMStats refuse who says nothing, and who takes anything gets a text for people. */
export const json = { accept: 'application/json' };

export interface RunningServices extends Services, AsyncDisposable {
  readonly workload: Workload;
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
  readonly post: (path: string, body: unknown) => Promise<Response>;
  readonly ledger: () => Promise<Record<string, number>>;
}

/** The services on a free port; a test ends them by `await using`. */
export const runServices = async (
  options: {
    readonly workload?: Workload;
    readonly behaviour?: Partial<ServicesBehaviour>;
    readonly clock?: Clock;
    readonly ledger?: Ledger;
  } = {},
): Promise<RunningServices> => {
  const { workload = smallWorkload(), behaviour, ...others } = options;
  const services = await startServices({
    ...served(workload, behaviour),
    ...others,
  });
  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(services.url + path, { ...init, headers: { ...json, ...init.headers } });
  return {
    ...services,
    workload,
    get,
    post: (path, body) =>
      get(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    ledger: async () => (await get('/tidemark/ledger')).json() as Promise<Record<string, number>>,
    [Symbol.asyncDispose]: services.close,
  };
};

export const indicesOf = (workload: Workload, ...statuses: readonly Status[]): number[] =>
  statuses.flatMap((status) =>
    Array.from({ length: workload.countOf(status) }, (_, n) => workload.nth(status, n)),
  );

export const namesOf = (workload: Workload, ...statuses: readonly Status[]): string[] =>
  indicesOf(workload, ...statuses).map(workload.nameAt);

/** A document's bytes as text, as the workload itself writes them. */
export const documentText = (
  workload: Workload,
  index: number,
  style: 'reqmgr' | 'couch' = 'reqmgr',
  mask?: readonly string[],
): string => {
  const writer = workload.writer({ style, ...(mask && { mask }) });
  const target = Buffer.alloc(writer.sizeAt(index));
  writer.write(index, target, 0);
  return target.toString();
};

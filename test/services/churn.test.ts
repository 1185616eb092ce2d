import { describe, expect, it } from 'vitest';
import { openChurn } from '../../src/cases/reqmgr2/workload/churn/churn.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import type { ChurnRates } from '../../src/record/journal/services-behaviour.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import { checkCompleteness } from '../../src/runner/check/completeness.ts';
import { expectOf, fingerprintIn, openedDescription } from '../builders/reqmgr2.ts';
import {
  documentText,
  indicesOf,
  type RunningServices,
  runServices,
  smallDescription,
} from './small-services.ts';

const description = smallDescription({ statuses: { announced: 300, 'closed-out': 30, rejected: 20 } });
const seed = 7;
const workload = openWorkload(description, seed);
const statuses = ['announced'] as const;
const view = '/couchdb/reqmgr_workload_cache/_design/ReqMgr/_view/bystatus';

interface WorkflowOnTheWire {
  readonly RequestName: string;
  readonly RequestStatus: string;
  readonly RequestTransition: readonly { readonly UpdateTime: number }[];
}

interface Rows {
  readonly total_rows: number;
  readonly offset: number;
  readonly rows: readonly { readonly id: string; readonly doc: WorkflowOnTheWire }[];
}

const json = async <T>(response: Promise<Response>): Promise<T> => (await response).json() as Promise<T>;
const fingerprint = ({ RequestName, RequestStatus, RequestTransition }: WorkflowOnTheWire) =>
  fingerprintIn(RequestName, RequestStatus, RequestTransition.at(-1)?.UpdateTime ?? 0);

/** Slices of the view with their documents, by limit and skip. */
async function* paged({ get }: RunningServices, page: number): AsyncGenerator<WorkflowOnTheWire> {
  for (let skip = 0; ; skip += page) {
    const query = `key="announced"&include_docs=true&limit=${page}&skip=${skip}`;
    const { rows } = await json<Rows>(get(`${view}?${query}`));
    for (const { doc } of rows) yield doc;
    if (rows.length < page) return;
  }
}

/** The names first, then the documents of a few at a time. */
async function* namesFirst({ get, post }: RunningServices, chunk: number): AsyncGenerator<WorkflowOnTheWire> {
  const { result: names } = await json<{ result: string[] }>(
    get('/reqmgr2/data/request?status=announced&detail=False'),
  );
  for (let start = 0; start < names.length; start += chunk) {
    const { result } = await json<{ result: [Record<string, WorkflowOnTheWire>] }>(
      post('/reqmgr2/data/request/bynames', names.slice(start, start + chunk)),
    );
    yield* Object.values(result[0]);
  }
}

const completenessOf = async (
  rates: ChurnRates,
  strategy: (services: RunningServices, size: number) => AsyncIterable<WorkflowOnTheWire>,
) => {
  const behaviour = { ...promptServices, churn: rates };
  await using services = await runServices({ workload, behaviour });
  const processed = [];
  for await (const document of strategy(services, 10)) processed.push(fingerprint(document));
  const { requests = 0 } = await services.ledger();
  const expect = expectOf(openedDescription(description, statuses, { seed, churn: rates }));
  return checkCompleteness(expect('workload', requests), processed);
};

describe('while workflows', () => {
  it.each([
    ['leave', { change: 1, appear: 0, vanish: 1 }],
    ['come', { change: 0, appear: 2, vanish: 0 }],
    ['leave, come and change', { change: 1, appear: 1, vanish: 1 }],
  ])('%s, names first loses and repeats none of those that stayed', async (_, rates) => {
    expect(await completenessOf(rates, namesFirst)).toMatchObject({
      missed: 0,
      duplicated: 0,
      stale: 0,
      digestMatches: true,
    });
  });

  it('leave, offsets skip workflows that stayed', async () => {
    const { missed, duplicated, stale } = await completenessOf({ change: 1, appear: 0, vanish: 1 }, paged);
    expect(missed).toBeGreaterThan(10);
    expect({ duplicated, stale }).toEqual({ duplicated: 0, stale: 0 });
  });

  it('come, offsets repeat workflows that stayed', async () => {
    const { missed, duplicated, stale } = await completenessOf({ change: 0, appear: 2, vanish: 0 }, paged);
    expect(duplicated).toBeGreaterThan(10);
    expect({ missed, stale }).toEqual({ missed: 0, stale: 0 });
  });

  it('neither leave nor come, offsets are right', async () => {
    expect(await completenessOf({ change: 0, appear: 0, vanish: 0 }, paged)).toMatchObject({
      digestMatches: true,
    });
  });
});

describe('an answer under churn', () => {
  const rates = { change: 2, appear: 1, vanish: 1 };

  it('is of one moment, whole and in the order of the names, also when others come in the meantime', async () => {
    await using services = await runServices({ workload, behaviour: { churn: rates } });
    const path = '/reqmgr2/data/request?status=announced&common_dict=1';
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => (await services.get(path)).text()),
    );
    const churn = openChurn(description, seed, rates);
    const moments = [1, 2, 3, 4].map((request) => {
      const found = churn.at(request);
      const documents = indicesOf(found, 'announced').map((index) => documentText(found, index));
      return `{"result": [\n ${documents.join('\n,')}\n]}\n`;
    });
    expect(new Set(moments).size).toBe(4);
    expect(answers.every((answer) => moments.includes(answer))).toBe(true);
    expect(new Set(answers).size).toBe(4);
  });

  it('has rows in the order of the view, and offsets that count what is there', async () => {
    await using services = await runServices({ workload, behaviour: { churn: rates } });
    const page = async (query: string) => json<Rows>(services.get(`${view}?${query}`));
    const churn = openChurn(description, seed, rates);
    for (const request of [1, 2, 3, 4, 5]) {
      const found = churn.at(request);
      const { total_rows, offset, rows } = await page('key="closed-out"');
      expect(total_rows).toBe(found.size);
      expect(offset).toBe(found.countOf('announced'));
      expect(rows.map(({ id }) => id)).toEqual(indicesOf(found, 'closed-out').map(found.nameAt));
    }
  });

  it('begins anew with each sample', async () => {
    await using services = await runServices({ workload, behaviour: { churn: rates } });
    const names = async () =>
      (await services.get('/reqmgr2/data/request?status=announced&detail=False')).text();
    const first = [await names(), await names(), await names()];
    expect(new Set(first).size).toBe(3);
    await services.get('/tidemark/ledger', { method: 'DELETE' });
    expect([await names(), await names(), await names()]).toEqual(first);
  });
});

it('the memory of the services does not grow with the number of requests', () => {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('this test needs --expose-gc');
  const large = smallDescription({ statuses: { announced: 1000, rejected: 50 } });
  const churn = openChurn(large, seed, { change: 1, appear: 1, vanish: 1 });
  const heapAfter = (from: number, to: number): number => {
    for (let request = from; request <= to; request++) churn.at(request).nth('announced', 10);
    collect();
    return process.memoryUsage().heapUsed;
  };
  // Every workflow is touched once within 525 requests: from then on there is nothing more to hold.
  const early = heapAfter(1, 600);
  const late = heapAfter(601, 5_000);
  expect(late - early).toBeLessThan(500_000);
});

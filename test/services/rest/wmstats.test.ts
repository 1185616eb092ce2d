import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeStatuses } from '../../../src/cases/reqmgr2/workload/description.ts';
import {
  documentText,
  indicesOf,
  namesOf,
  type RunningServices,
  runServices,
  smallWorkload,
} from '../small-services.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

const root = '/wmstatsserver/data';
const text = async (target: string): Promise<string> => (await services.get(root + target)).text();
const lines = (items: readonly string[]): string => `{"result": [\n ${items.join('\n,')}\n]}\n`;

it('answers requestcache with all active requests in one object', async () => {
  const { workload } = services;
  const members = indicesOf(workload, ...activeStatuses).map(
    (index) => `"${workload.nameAt(index)}": ${documentText(workload, index)}`,
  );
  expect(await text('/requestcache')).toBe(`{"result": [\n {${members.join(', ')}}\n]}\n`);
});

it('answers filtered_requests with the masked keys and the name, one object a line', async () => {
  const expected = namesOf(services.workload, 'rejected').map(
    (name) => `{"RequestStatus": "rejected", "NoSuchKey": null, "RequestName": "${name}"}`,
  );
  const query = '/filtered_requests?RequestStatus=rejected&mask=RequestStatus&mask=NoSuchKey';
  expect(await text(query)).toBe(lines(expected));
});

it('takes repeated values of a key as alternatives, and different keys together', async () => {
  const [name = ''] = namesOf(services.workload, 'rejected');
  const both = `RequestStatus=rejected&RequestStatus=announced&RequestName=${name}&mask=RequestStatus`;
  expect(await text(`/filtered_requests?${both}`)).toBe(
    lines([`{"RequestStatus": "rejected", "RequestName": "${name}"}`]),
  );
});

it('filters by any key of the documents, through the tasks of a chain', async () => {
  const { workload } = services;
  const campaign = JSON.parse(documentText(workload, indicesOf(workload, 'announced')[0] ?? 0)).Campaign;
  const expected = indicesOf(workload, ...activeStatuses)
    .map((index) => documentText(workload, index, 'reqmgr', ['Campaign', 'RequestName']))
    .filter((cut) => [JSON.parse(cut).Campaign].flat().includes(campaign));
  expect(await text(`/filtered_requests?Campaign=${campaign}&mask=Campaign`)).toBe(lines(expected));
});

it.each(['False', 'false', 'FALSE'])(
  'takes %s for the boolean, as the rule cleaner asks for it',
  async (asked) => {
    const { workload } = services;
    const expected = indicesOf(workload, ...activeStatuses)
      .filter((index) => JSON.parse(documentText(workload, index)).ParentageResolved === false)
      .map((index) => `{"ParentageResolved": false, "RequestName": "${workload.nameAt(index)}"}`);
    expect(expected.length).toBeGreaterThan(0);
    expect(await text(`/filtered_requests?ParentageResolved=${asked}&mask=ParentageResolved`)).toBe(
      lines(expected),
    );
  },
);

it('never selects an archived request', async () => {
  expect(await text('/filtered_requests?RequestStatus=normal-archived')).toBe('{"result": [\n]}\n');
});

it('answers globallocks with dataset names, one a line', async () => {
  expect(await text('/globallocks')).toBe(
    lines([...services.workload.globalLocks()].map((lock) => JSON.stringify(lock))),
  );
});

describe('while no request is active', () => {
  const idle = smallWorkload({ statuses: { 'normal-archived': 3 } });

  it.each(['/globallocks', '/protectedlfns'])('%s is answered with 503', async (target) => {
    await using services = await runServices({ workload: idle });
    const response = await services.get(root + target);
    expect(response.status).toBe(503);
    expect(response.headers.get('x-rest-status')).toBe('208');
    expect(response.headers.get('x-error-detail')).toBe('DataCache is Empty');
  });

  it.each([
    ['/requestcache', '{"result": [\n {}\n]}\n'],
    ['/filtered_requests?RequestStatus=new', '{"result": [\n]}\n'],
    ['/protectedlfns_final', '{"result": [\n]}\n'],
  ])('%s finds nothing', async (target, expected) => {
    await using services = await runServices({ workload: idle });
    const response = await services.get(root + target);
    expect([response.status, await response.text()]).toEqual([200, expected]);
  });
});

describe('filtered_requests', () => {
  const found = async (query: string): Promise<Record<string, unknown>[]> =>
    JSON.parse(await text(`/filtered_requests?${query}`)).result;
  const active = () =>
    indicesOf(services.workload, ...activeStatuses).map((index) =>
      JSON.parse(documentText(services.workload, index)),
    );

  it('gives whole documents without a mask, and all of them without a filter', async () => {
    expect(await found('')).toEqual(active());
  });

  it('matches what a task holds, as a mask shows it', async () => {
    const [chain] = active().filter(({ Task1 }) => Task1 !== undefined);
    const asked = `InputDataset=${chain.Task1.InputDataset}&mask=InputDataset`;
    expect(await found(asked)).toEqual([
      { InputDataset: [chain.Task1.InputDataset], RequestName: chain.RequestName },
    ]);
    // Every chain has a first task that keeps nothing.
    const chains = active().filter(({ TaskChain, StepChain }) => TaskChain ?? StepChain);
    expect(await found('KeepOutput=False&mask=RequestName')).toHaveLength(chains.length);
  });

  it('does not match a number with a text, nor a boolean with two texts', async () => {
    expect(await found('Multicore=8&mask=Multicore')).toEqual([]);
    expect(await found('TransferDone=True&TransferDone=False&mask=TransferDone')).toEqual([]);
  });

  it("lists a chain's parentage, by which WMCore's client maps children to parents", async () => {
    const steps = active().filter(({ RequestType }) => RequestType === 'StepChain');
    const answer = await found('RequestType=StepChain&mask=ChainParentageMap');
    expect(answer.map(({ ChainParentageMap }) => ChainParentageMap)).toEqual(
      steps.map(({ ChainParentageMap }) => Object.values(ChainParentageMap)),
    );
  });

  it.each(['mask=LumiList', 'ChainParentageMap=x', 'RequestTransition=x'])(
    'ends with 500 where what is asked about cannot be compared: %s',
    async (query) => {
      const response = await services.get(`${root}/filtered_requests?${query}`);
      expect([response.status, response.headers.get('x-rest-status')]).toEqual([500, '403']);
    },
  );

  it('passes over what cannot be compared in a request that another key has ruled out', async () => {
    expect(await found('Campaign=none&RequestTransition=x')).toEqual([]);
  });
});

describe('protected LFNs', () => {
  const inWork = () =>
    indicesOf(services.workload, 'running-open').map((index) =>
      JSON.parse(documentText(services.workload, index)),
    );

  it('are where the requests in work write, not those that are announced or rejected', async () => {
    const expected = inWork().flatMap(({ OutputModulesLFNBases }) => OutputModulesLFNBases);
    expect(JSON.parse(await text('/protectedlfns')).result).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('of the final output are made from the names of its datasets', async () => {
    const { result } = JSON.parse(await text('/protectedlfns_final'));
    const [first] = inWork().flatMap(({ OutputDatasets }) => OutputDatasets);
    const [, primary, processed, tier] = first.split('/');
    const [era, ...rest] = processed.split('-');
    expect(result[0]).toBe(`/store/unmerged/${era}/${primary}/${tier}/${rest.join('-')}`);
    expect(result).toHaveLength(inWork().flatMap(({ OutputDatasets }) => OutputDatasets).length);
  });
});

it.each(['/globallocks?x=1', '/requestcache/x'])('refuses what is left over: %s', async (target) => {
  const response = await services.get(root + target);
  expect([response.status, response.headers.get('x-rest-status')]).toEqual([400, '302']);
});

it('answers an unknown API and an unsupported method like ReqMgr2', async () => {
  const unknown = await services.get(`${root}/nonsense`);
  expect([unknown.status, unknown.headers.get('x-rest-status')]).toEqual([404, '207']);
  const unsupported = await services.get(`${root}/globallocks`, { method: 'DELETE' });
  expect([unsupported.status, unsupported.headers.get('x-rest-status')]).toEqual([405, '202']);
});

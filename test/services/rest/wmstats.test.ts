import { afterAll, beforeAll, expect, it } from 'vitest';
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

it.each(['/requestcache', '/filtered_requests?RequestStatus=new', '/globallocks'])(
  'answers %s with 503 while no request is active',
  async (target) => {
    await using idle = await runServices({ workload: smallWorkload({ statuses: { 'normal-archived': 3 } }) });
    const response = await idle.get(root + target);
    expect(response.status).toBe(503);
    expect(response.headers.get('x-rest-status')).toBe('208');
    expect(response.headers.get('x-error-detail')).toBe('DataCache is Empty');
  },
);

it('answers an unknown API and an unsupported method like ReqMgr2', async () => {
  const unknown = await services.get(`${root}/nonsense`);
  expect([unknown.status, unknown.headers.get('x-rest-status')]).toEqual([404, '207']);
  const unsupported = await services.get(`${root}/globallocks`, { method: 'DELETE' });
  expect([unsupported.status, unsupported.headers.get('x-rest-status')]).toEqual([405, '202']);
});

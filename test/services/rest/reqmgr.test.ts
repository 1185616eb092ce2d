import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeStatuses } from '../../../src/cases/reqmgr2/workload/description.ts';
import { documentText, indicesOf, namesOf, type RunningServices, runServices } from '../small-services.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

const path = '/reqmgr2/data/request';
const text = async (target: string): Promise<string> => (await services.get(target)).text();

/** One line with one object keyed by name. */
const byName = (indices: readonly number[], mask?: readonly string[]): string => {
  const { workload } = services;
  const members = indices.map(
    (index) => `"${workload.nameAt(index)}": ${documentText(workload, index, 'reqmgr', mask)}`,
  );
  return `{"result": [\n {${members.join(', ')}}\n]}\n`;
};
const lines = (items: readonly string[]): string => `{"result": [\n ${items.join('\n,')}\n]}\n`;

describe('GET /request', () => {
  it('answers a status with all documents in one line, keyed by name', async () => {
    const response = await services.get(`${path}?status=announced`);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-rest-status')).toBe('100');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(await response.text()).toBe(byName(indicesOf(services.workload, 'announced')));
  });

  it('puts the documents of several statuses into one object', async () => {
    const expected = byName(indicesOf(services.workload, 'rejected', 'announced'));
    expect(await text(`${path}?status=rejected&status=announced&status=rejected`)).toBe(expected);
  });

  it('takes ACTIVE for the sixteen statuses that are not archived', async () => {
    expect(await text(`${path}?status=ACTIVE&detail=False`)).toBe(
      lines(namesOf(services.workload, ...activeStatuses).map((name) => `"${name}"`)),
    );
  });

  it.each(['False', 'false', 'FALSE'])('answers detail=%s with names, one a line', async (detail) => {
    const names = namesOf(services.workload, 'announced').map((name) => `"${name}"`);
    expect(await text(`${path}?status=announced&detail=${detail}`)).toBe(lines(names));
  });

  it.each(['True', 'true', 'TRUE'])('answers detail=%s with documents', async (detail) => {
    const expected = byName(indicesOf(services.workload, 'rejected'));
    expect(await text(`${path}?status=rejected&detail=${detail}`)).toBe(expected);
  });

  it('answers common_dict=1 with one document a line', async () => {
    const documents = indicesOf(services.workload, 'announced').map((index) =>
      documentText(services.workload, index),
    );
    expect(await text(`${path}?status=announced&common_dict=1`)).toBe(lines(documents));
  });

  it('ends with 500 where the tasks of a chain hold what a mask cannot give', async () => {
    const response = await services.get(`${path}?status=announced&mask=RequestName&mask=LumiList`);
    expect(response.status).toBe(500);
    expect(response.headers.get('x-rest-status')).toBe('400');
    expect(response.headers.get('x-error-detail')).toBe('Server error');
  });

  it('cuts documents to the masked keys, null where a key is absent', async () => {
    const mask = ['RequestStatus', 'NoSuchKey'];
    const answer = await text(`${path}?status=rejected&mask=RequestStatus&mask=NoSuchKey`);
    expect(answer).toBe(byName(indicesOf(services.workload, 'rejected'), mask));
    const [first] = Object.values(JSON.parse(answer).result[0]);
    expect(first).toEqual({ RequestStatus: 'rejected', NoSuchKey: null });
  });

  it('gives documents an _id that is their name, and neither _rev nor _attachments', async () => {
    const [byNames] = JSON.parse(await text(`${path}?status=announced`)).result;
    for (const [name, document] of Object.entries<Record<string, unknown>>(byNames)) {
      expect(document._id).toBe(name);
      expect(document.RequestName).toBe(name);
      expect(document).not.toHaveProperty('_rev');
      expect(document).not.toHaveProperty('_attachments');
    }
  });

  it('finds names in their order and skips unknown ones', async () => {
    const [second, first] = indicesOf(services.workload, 'announced');
    const query = `name=${services.workload.nameAt(first ?? 0)}&name=unknown&name=${services.workload.nameAt(second ?? 0)}`;
    expect(await text(`${path}?${query}`)).toBe(byName([first ?? 0, second ?? 0]));
  });

  it('finds the one name in the path', async () => {
    const [index = 0] = indicesOf(services.workload, 'normal-archived');
    expect(await text(`${path}/${services.workload.nameAt(index)}`)).toBe(byName([index]));
  });

  it('intersects criteria', async () => {
    const [announced = 0] = indicesOf(services.workload, 'announced');
    const [rejected = 0] = indicesOf(services.workload, 'rejected');
    const names = [announced, rejected].map((index) => `name=${services.workload.nameAt(index)}`).join('&');
    expect(await text(`${path}?status=announced&${names}`)).toBe(byName([announced]));
  });

  it('intersects with the request type as well', async () => {
    const answer = JSON.parse(await text(`${path}?status=ACTIVE&request_type=ReReco&mask=RequestType`));
    const types = Object.values<{ RequestType: string }>(answer.result[0] ?? {}).map(
      (each) => each.RequestType,
    );
    const all = indicesOf(services.workload, ...activeStatuses).map(
      (index) => JSON.parse(documentText(services.workload, index)).RequestType,
    );
    expect(types).toEqual(all.filter((type) => type === 'ReReco'));
    expect(types.length).toBeGreaterThan(0);
  });

  it.each([
    ['a status without workflows', `${path}?status=staged`],
    ['a status that does not exist', `${path}?status=nonsense`],
    ['an unknown name', `${path}?name=nobody`],
    ['an unknown name in the path', `${path}/nobody`],
    ['names of nothing', `${path}?status=staged&detail=False`],
    ['no criterion', path],
  ])('answers an empty list for %s', async (_, target) => {
    const response = await services.get(target);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('{"result": [\n]}\n');
  });

  it('refuses archived statuses with detail, and tells why in headers', async () => {
    const response = await services.get(`${path}?status=normal-archived`);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-rest-status')).toBe('1102');
    expect(response.headers.get('x-error-http')).toBe('400');
    expect(response.headers.get('x-error-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(response.headers.get('x-error-detail')).toMatch(/^Invalid spec parameter value: /);
  });

  it('lists the names of an archived status', async () => {
    const names = namesOf(services.workload, 'normal-archived').map((name) => `"${name}"`);
    expect(await text(`${path}?status=normal-archived&detail=False`)).toBe(lines(names));
  });

  it('refuses a criterion that it does not know, so as not to select more than was asked for', async () => {
    const response = await services.get(`${path}?status=announced&colour=red`);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-error-detail')).toContain('colour');
  });
});

describe('POST /request/bynames', () => {
  it('answers as for the same names in a GET', async () => {
    const names = namesOf(services.workload, 'announced', 'normal-archived');
    const response = await services.post(`${path}/bynames`, [...names, 'unknown']);
    expect(response.headers.get('x-rest-status')).toBe('100');
    expect(await response.text()).toBe(byName(indicesOf(services.workload, 'announced', 'normal-archived')));
  });

  it('answers an empty list for no name', async () => {
    expect(await (await services.post(`${path}/bynames`, [])).text()).toBe('{"result": [\n]}\n');
  });

  it.each([[{ names: [] }], [[1]], ['text']])('refuses a body that is no list of names: %j', async (body) => {
    const response = await services.post(`${path}/bynames`, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-error-detail')).toContain('JSON list of request names');
  });

  it('refuses a body that is not JSON', async () => {
    const response = await services.get(`${path}/bynames`, { method: 'POST', body: '[' });
    expect(response.status).toBe(400);
  });
});

it('lists the parent locks in one object', async () => {
  const locks = [...services.workload.parentLocks()].map((lock) => `"${lock}"`).join(', ');
  expect(await text('/reqmgr2/data/parentlocks')).toBe(`{"result": [\n {"parentlocks": [${locks}]}\n]}\n`);
});

it.each(['/reqmgr2/data/nonsense', '/reqmgr2/data/request/a/b'])(
  'does not know the API %s',
  async (target) => {
    const response = await services.get(target);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-rest-status')).toBe('207');
    expect(response.headers.get('x-error-detail')).toBe('API not supported');
  },
);

it.each([
  ['DELETE', path],
  ['PUT', path],
  ['POST', '/reqmgr2/data/parentlocks'],
  ['DELETE', `${path}/some-name`],
])('does not support %s %s', async (method, target) => {
  const response = await services.get(target, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get('x-rest-status')).toBe('202');
});

it('answers the address without /data with a web page, whatever the client accepts', async () => {
  const response = await services.get('/reqmgr2/requests?status=announced', {
    headers: { accept: 'application/json' },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html');
  expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
});

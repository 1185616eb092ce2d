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
});

describe('parameters of GET /request', () => {
  const rejected = (more: string): Promise<Response> => services.get(`${path}?status=rejected&${more}`);
  const documents = (): unknown[] =>
    indicesOf(services.workload, ...activeStatuses).map((index) =>
      JSON.parse(documentText(services.workload, index)),
    );
  type Document = Readonly<Record<string, unknown>>;
  const oneWith = (key: string): Document => {
    const found = (documents() as Document[]).find((document) => document[key] !== undefined);
    if (found === undefined) throw new Error(`no document has ${key}`);
    return found;
  };
  const namesWhere = (holds: (document: Document) => boolean): string[] =>
    (documents() as Document[]).filter(holds).map(({ RequestName }) => String(RequestName));
  const namesFound = async (query: string): Promise<string[]> =>
    JSON.parse(await text(`${path}?status=ACTIVE&detail=False&${query}`)).result;

  it('passes over one that it does not know', async () => {
    expect(await (await rejected('colour=red&type=ReReco')).text()).toBe(
      byName(indicesOf(services.workload, 'rejected')),
    );
    expect(await text(`${path}?colour=red`)).toBe('{"result": [\n]}\n');
  });

  it.each(['True', 'one', '', '1&common_dict=1'])(
    'ends with 500 for common_dict=%s, which is no number',
    async (value) => {
      const response = await rejected(`common_dict=${value}`);
      expect([response.status, response.headers.get('x-rest-status')]).toEqual([500, '400']);
    },
  );

  it.each(['0', '2', '-1'])('answers common_dict=%s as if it were not there', async (value) => {
    expect(await (await rejected(`common_dict=${value}`)).text()).toBe(
      byName(indicesOf(services.workload, 'rejected')),
    );
  });

  it('takes ACTIVE beside another status for a status that none has', async () => {
    expect(await text(`${path}?status=ACTIVE&status=rejected`)).toBe(
      byName(indicesOf(services.workload, 'rejected')),
    );
  });

  it('takes a detail that is given twice for true', async () => {
    expect(await (await rejected('detail=False&detail=False')).text()).toBe(
      byName(indicesOf(services.workload, 'rejected')),
    );
  });

  it('finds a PrepID of a task, or of the request', async () => {
    const { RequestName, PrepID, Task1 } = oneWith('Task1');
    expect(await namesFound(`prep_id=${(Task1 as Document).PrepID}`)).toEqual([RequestName]);
    expect(await namesFound(`prep_id=${PrepID}`)).toEqual([RequestName]);
  });

  it('finds the datasets of a chain: read by its tasks, mixed in and written', async () => {
    const { RequestName: name, Step1, OutputDatasets } = oneWith('Step1');
    const { InputDataset, MCPileup } = Step1 as Document;
    const [, output] = OutputDatasets as string[];
    expect(await namesFound(`inputdataset=${InputDataset}`)).toEqual([name]);
    expect(await namesFound(`mc_pileup=${MCPileup}`)).toEqual([name]);
    expect(await namesFound(`outputdataset=${output}`)).toEqual([name]);
    expect(await namesFound(`data_pileup=${MCPileup}`)).toEqual([]);
  });

  it("finds a campaign of the request, and not one of its tasks' alone", async () => {
    const [{ Campaign } = {}] = documents() as Document[];
    expect(await namesFound(`campaign=${Campaign}`)).toEqual(
      namesWhere((each) => each.Campaign === Campaign),
    );
  });

  it('knows team and requestor beside a status, and beside nothing else', async () => {
    const requestor = 'pdmvserv';
    const own = namesWhere((each) => each.Requestor === requestor);
    const ownReReco = namesWhere((each) => each.Requestor === requestor && each.RequestType === 'ReReco');
    expect(await namesFound(`requestor=${requestor}`)).toEqual(own);
    expect(await namesFound(`requestor=${requestor}&request_type=ReReco`)).toEqual(ownReReco);
    expect(await namesFound('team=production')).toEqual(namesWhere(() => true));
    expect(await namesFound('team=nobody')).toEqual([]);
    expect(await namesFound('team=nobody&requestor=nobody')).toEqual(namesWhere(() => true));
    expect(await text(`${path}?requestor=${requestor}`)).toBe('{"result": [\n]}\n');
  });

  it('finds nothing in a range of dates, whose keys are lists', async () => {
    expect(await (await rejected('date_range=2024')).text()).toBe('{"result": [\n]}\n');
  });

  it('ends with 500 where names are to be masked that come from a view', async () => {
    expect((await rejected('detail=False&mask=RequestStatus')).status).toBe(500);
    const [name = ''] = namesOf(services.workload, 'rejected');
    expect(await text(`${path}?name=${name}&detail=False&mask=RequestStatus`)).toBe(lines([`"${name}"`]));
  });

  it.each([`${path}/some-name?detail=False`, '/reqmgr2/data/parentlocks?x=1', `${path}/a/b`])(
    'refuses what is left over: %s',
    async (target) => {
      const response = await services.get(target);
      expect([response.status, response.headers.get('x-rest-status')]).toEqual([400, '302']);
    },
  );
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

  it.each([[{ names: [] }], [[1]], [1]])(
    'ends with 500 for a body that is no list of names: %j',
    async (body) => {
      const response = await services.post(`${path}/bynames`, body);
      expect([response.status, response.headers.get('x-rest-status')]).toEqual([500, '400']);
    },
  );

  it('takes a text for one name', async () => {
    const [index = 0] = indicesOf(services.workload, 'announced');
    const response = await services.post(`${path}/bynames`, services.workload.nameAt(index));
    expect(await response.text()).toBe(byName([index]));
  });

  it.each([
    ['JSON that is broken', '[', 'application/json'],
    ['no body', '', 'application/json'],
    ['a form, whose body is read before', '["x"]', 'application/x-www-form-urlencoded'],
  ])('refuses %s', async (_, body, type) => {
    const headers = { 'content-type': type };
    const response = await services.get(`${path}/bynames`, { method: 'POST', body, headers });
    expect([response.status, response.headers.get('x-rest-status')]).toEqual([400, '1102']);
    expect(response.headers.get('x-error-detail')).toMatch(/^Invalid spec parameter value: /);
  });

  it('takes no query', async () => {
    const response = await services.post(`${path}/bynames?detail=False`, []);
    expect([response.status, response.headers.get('x-rest-status')]).toEqual([405, '203']);
    expect(response.headers.get('allow')).toBe('GET HEAD');
  });
});

it('lists the parent locks in one object', async () => {
  const locks = [...services.workload.parentLocks()].map((lock) => `"${lock}"`).join(', ');
  expect(await text('/reqmgr2/data/parentlocks')).toBe(`{"result": [\n {"parentlocks": [${locks}]}\n]}\n`);
});

it('does not know another API', async () => {
  const response = await services.get('/reqmgr2/data/nonsense');
  expect(response.status).toBe(404);
  expect(response.headers.get('x-rest-status')).toBe('207');
  expect(response.headers.get('x-error-detail')).toBe('API not supported');
});

it.each(['/reqmgr2/data', '/reqmgr2/data/'])('wants an API to be named: %s', async (target) => {
  const response = await services.get(target);
  expect([response.status, response.headers.get('x-rest-status')]).toEqual([400, '205']);
});

it.each([
  ['DELETE', path],
  ['PUT', path],
  ['POST', path],
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

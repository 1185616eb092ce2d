import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedOf } from '../../../src/cases/reqmgr2/services/rest/accept.ts';
import { RestError } from '../../../src/cases/reqmgr2/services/rest/errors.ts';
import {
  documentsWithLongLists,
  documentText,
  indicesOf,
  namesOf,
  type RunningServices,
  runServices,
  smallWorkload,
} from '../small-services.ts';

/** The HTTP status where none is accepted. */
const chosen = (header: string | null): string | number => {
  try {
    return acceptedOf(header, ['text/plain', 'application/json']);
  } catch (thrown) {
    if (thrown instanceof RestError) return thrown.refusal.http;
    throw thrown;
  }
};

/** Each seen of WMCore's REST layer under CherryPy 18.8. */
it.each([
  [null, 406],
  ['', 406],
  ['*/*', 'text/plain'],
  ['text/*', 'text/plain'],
  ['application/*', 'application/json'],
  ['text/html', 406],
  ['application/xml', 406],
  ['APPLICATION/JSON', 406],
  ['*', 406],
  ['application/json;charset=utf-8', 'application/json'],
  // Ranges of one weight: from the end of the alphabet.
  ['application/json, text/plain', 'text/plain'],
  ['text/plain, application/json', 'text/plain'],
  ['application/json, */*', 'application/json'],
  ['*/*;q=1,application/json;q=1', 'application/json'],
  ['application/json;q=0.9, text/plain;q=0.5', 'application/json'],
  ['application/json;q=0.5, text/plain;q=0.9', 'text/plain'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/plain'],
  // A weight of 0 leaves its range out, and no more.
  ['text/plain;q=0.0,*/*;q=0.5', 'text/plain'],
  ['application/json;q=0', 406],
  ['application/json;q=-1', 406],
  ['application/json; charset=utf-8; q=0.2, text/plain;q=0.3', 'text/plain'],
  ['foo,,application/json', 'application/json'],
  ['application/json;q=abc', 406],
  ['application/json;q=abc,text/plain', 500],
])('chooses for Accept: %s the format %s', (header, expected) => {
  expect(chosen(header)).toBe(expected);
});

describe('over HTTP', () => {
  let services: RunningServices;
  beforeAll(async () => {
    services = await runServices();
  });
  afterAll(() => services.close());
  const request = '/reqmgr2/data/request';
  const get = (path: string, accept = '*/*') => services.get(path, { headers: { accept } });
  const textOf = async (path: string): Promise<string> => (await get(path)).text();

  /** As Python's json.dumps(value, indent=2). */
  const pretty = (value: unknown): string =>
    JSON.stringify(value, null, 2).replace(
      /[^\n -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const list = (items: readonly unknown[]): string =>
    `{"result": [\n${items.length === 0 ? '' : ` ${items.map(pretty).join(',')}`}]}\n`;
  const documents = () =>
    indicesOf(services.workload, 'announced').map((index) =>
      JSON.parse(documentText(services.workload, index)),
    );

  it('anything is a text for people, indented as Python does it', async () => {
    const response = await get(`${request}?status=announced&common_dict=1`);
    expect(response.headers.get('content-type')).toBe('text/plain;charset=utf-8');
    expect(response.headers.get('vary')).toBe('Accept');
    const answer = await response.text();
    expect(answer).toBe(list(documents()));
    expect(answer).toContain('\\u');
  });

  it('such a text has the documents keyed by name, names, locks and nothing, too', async () => {
    const byName = Object.fromEntries(documents().map((document) => [document.RequestName, document]));
    expect(await textOf(`${request}?status=announced`)).toBe(list([byName]));
    expect(await textOf(`${request}?status=announced&detail=False`)).toBe(
      list(namesOf(services.workload, 'announced')),
    );
    expect(await textOf('/reqmgr2/data/parentlocks')).toBe(
      list([{ parentlocks: [...services.workload.parentLocks()] }]),
    );
    expect(await textOf('/wmstatsserver/data/globallocks')).toBe(list([...services.workload.globalLocks()]));
    expect(await textOf(`${request}?name=nobody`)).toBe(list([]));
  });

  it('of a chain with a long list of lumi sections it is as exact', async () => {
    const workload = smallWorkload({
      statuses: { announced: 20 },
      documents: documentsWithLongLists(),
    });
    await using other = await runServices({ workload });
    const answer = await (
      await other.get(`${request}?status=announced&common_dict=1`, { headers: { accept: 'text/plain' } })
    ).text();
    const parsed = indicesOf(workload, 'announced').map((index) => JSON.parse(documentText(workload, index)));
    expect(answer === list(parsed)).toBe(true);
  });

  it('an empty cache is one empty object', async () => {
    await using idle = await runServices({ workload: smallWorkload({ statuses: { 'normal-archived': 3 } }) });
    const response = await idle.get('/wmstatsserver/data/requestcache', { headers: { accept: '*/*' } });
    expect(await response.text()).toBe(list([{}]));
  });

  it.each(['text/html', 'application/xml'])('refuses %s, and says what there is', async (accept) => {
    const { status, headers } = await get(`${request}?status=announced`, accept);
    expect([status, headers.get('x-rest-status')]).toEqual([406, '201']);
    expect(headers.get('x-error-detail')).toBe('Not acceptable');
    expect(headers.get('x-error-info')).toBe('Available types: text/plain, application/json');
  });

  it('has no text for people of what is asked by POST', async () => {
    const post = (accept: string) =>
      services.get(`${request}/bynames`, { method: 'POST', body: '[]', headers: { accept } });
    expect((await post('text/plain')).status).toBe(406);
    expect((await post('*/*')).headers.get('content-type')).toBe('application/json');
  });
});

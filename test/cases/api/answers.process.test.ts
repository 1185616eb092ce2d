import { expect, test } from 'vitest';
import { all, runApi, scenario } from './run-api.ts';

const serving = (handlers: string): string =>
  `import { http, HttpResponse } from 'tidemark/services';\nexport default () => [${handlers}];\n`;

test.each([
  [
    'throws',
    serving("http.get('/orders', () => { throw new Error('no table'); })"),
    /; orders\.services\.js:2: the handler of GET \/orders failed: no table$/,
  ],
  [
    'is not there',
    serving("http.get('/order', () => HttpResponse.json([]))"),
    /status 404.*; no handler of \.\/orders\.services\.js answers GET \/orders$/,
  ],
  [
    'returns what is no Response',
    serving("http.get('/orders', () => ({ id: 1 }))"),
    /; the handler of GET \/orders in \.\/orders\.services\.js returned an object with id, which is no Response$/,
  ],
  [
    'breaks off its body',
    serving(
      "http.get('/orders', () => new HttpResponse(new ReadableStream({ pull: (to) => to.error(new Error('lost')) })))",
    ),
    /; GET \/orders: its body broke off: Error: lost$/,
  ],
])(
  'a handler that %s is told where a sample fails for it, with its file and its path',
  async (_what, source, told) => {
    const { exitCode, row } = await runApi({
      'orders.services.js': source,
      'shop.yaml': scenario('retries: { attempts: 1 }\n'),
    });
    expect(exitCode).toBe(3);
    expect(row('./all.js')?.failure?.message).toMatch(told);
  },
);

test('faults spoil the answers of any handler, and a request is sent again where they pass', async () => {
  const { exitCode, stderr, row } = await runApi({
    'shop.yaml': scenario(
      'services: { faults: [{ kind: status-503, at: [1] }] }\nretries: { base: 1 }\n',
      '[./all.js]',
    ).replace('[requests]', '[requests, faults, retries]'),
  });
  expect(exitCode, stderr).toBe(0);
  expect(row('./all.js')?.metrics).toMatchObject({
    requests: { median: 2 },
    faults: { median: 1 },
    retries: { median: 1 },
  });
});

test('what could not be answered is told of a row that went on all the same', async () => {
  const { exitCode, run } = await runApi({
    'asks-twice.js': all.replace('const', "await request('/nowhere').catch(() => {});\n  const"),
    'shop.yaml': scenario('', '[./asks-twice.js]'),
  });
  expect(exitCode).toBe(0);
  expect(run?.warnings).toContainEqual(
    expect.objectContaining({
      label: './asks-twice.js',
      message:
        './asks-twice.js: the services could not answer a request, and it went on: no handler of ./orders.services.js answers GET /nowhere',
    }),
  );
});

test('a row whose services answer otherwise from sample to sample is in doubt, and is not judged', async () => {
  const { exitCode, stdout, row, run } = await runApi({
    'orders.services.js': serving(
      "http.get('/orders', () => HttpResponse.json([{ id: 1, at: performance.now() }])), http.get('/same', () => HttpResponse.json([{ id: 1 }]))",
    ),
    'same.js': all.replace('/orders', '/same'),
    'shop.yaml': scenario(
      'budgets: [{ strategy: ./all.js, requests: 1 }, { strategy: ./same.js, requests: 1 }]\n',
      '[./all.js, ./same.js]',
    ),
  });
  expect(exitCode).toBe(3);
  const why = 'the services answered GET /orders otherwise than in an earlier sample';
  expect(row('./all.js')?.doubts?.requests).toBe(why);
  expect(row('./same.js')?.doubts).toBeUndefined();
  expect(stdout).toContain('in doubt');
  expect(run?.warnings.map(({ message }) => message)).toContain(`./all.js: ${why}`);
});

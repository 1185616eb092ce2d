import http from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLedger } from '../../src/services/delivery/ledger.ts';
import { interceptServices } from '../../src/services/server/intercept.ts';
import { documentText, indicesOf, json, served, smallWorkload } from './small-services.ts';

const workload = smallWorkload();
const ledger = createLedger();
const server = interceptServices({ ...served(workload), ledger });
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

const url = 'http://reqmgr.example/reqmgr2/data/request?status=rejected&common_dict=1';
const expected = `{"result": [\n ${indicesOf(workload, 'rejected')
  .map((index) => documentText(workload, index))
  .join('\n,')}\n]}\n`;

it('answers fetch inside the test, for any host', async () => {
  const before = ledger.read().requests;
  expect(await (await fetch(url, { headers: json })).text()).toBe(expected);
  expect(ledger.read().requests).toBe(before + 1);
});

it('answers node:http inside the test', async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    http.get(url, { headers: json }, (response) => resolve(text(response))).on('error', reject);
  });
  expect(answer).toBe(expected);
});

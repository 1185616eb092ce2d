import { HttpResponse, http } from 'msw/http';
import { expect, it } from 'vitest';
import {
  type FaultRule,
  promptServices,
  type ServicesBehaviour,
} from '../../src/record/journal/services-behaviour.ts';
import { startServices } from '../../src/services/server/server.ts';

const orders = Array.from({ length: 50 }, (_, id) => ({ id, text: 'x'.repeat(100) }));
const whole = JSON.stringify(orders);

/** Handlers of somebody who knows nothing of these services. */
const handlers = [
  http.get('*/orders', () => HttpResponse.json(orders)),
  http.get('*/streamed', () => new Response(streamOf([whole.slice(0, 1000), whole.slice(1000)]))),
  http.post('*/echo', async ({ request }) => new Response(await request.text(), { status: 201 })),
  http.get('*/nothing', () => new Response(null, { status: 204 })),
];

const streamOf = (texts: readonly string[]): ReadableStream =>
  new ReadableStream({
    start: (controller) => {
      for (const text of texts) controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });

const run = async (behaviour: Partial<ServicesBehaviour> = {}) => {
  const services = await startServices({
    serve: () => ({ handlers, warmUp: () => {} }),
    seed: 1,
    behaviour: { ...promptServices, ...behaviour },
  });
  return {
    get: (path: string, init?: RequestInit) => fetch(services.url + path, init),
    ledger: async () => (await fetch(`${services.url}/tidemark/ledger`)).json(),
    [Symbol.asyncDispose]: services.close,
  };
};

const fault = (kind: FaultRule['kind']): Partial<ServicesBehaviour> => ({
  faults: [{ kind, path: '', when: { at: [1] }, times: null, retryAfter: null }],
});

it('is sent as its handler made it, and counted', async () => {
  await using services = await run();
  expect(await (await services.get('/orders')).text()).toBe(whole);
  expect(await (await services.get('/streamed')).text()).toBe(whole);
  const echoed = await services.get('/echo', { method: 'POST', body: 'abc' });
  expect([echoed.status, await echoed.text()]).toEqual([201, 'abc']);
  expect((await services.get('/nothing')).status).toBe(204);
  expect((await services.get('/elsewhere')).status).toBe(404);
  const { requests, largestResponse } = (await services.ledger()) as Record<string, number>;
  expect([requests, largestResponse]).toEqual([5, whole.length]);
});

it('is compressed for a client that accepts it', async () => {
  await using services = await run({ gzip: true });
  const response = await services.get('/streamed', { headers: { 'accept-encoding': 'gzip' } });
  expect(await response.text()).toBe(whole);
  const { bytesReceived } = (await services.ledger()) as Record<string, number>;
  expect(bytesReceived).toBeLessThan(whole.length / 2);
});

it.each(['/orders', '/streamed'])(
  'is refused where it is larger than the front end lets through: %s',
  async (path) => {
    await using services = await run({ answerLimit: { time: null, bytes: whole.length - 1 } });
    expect((await services.get(path)).status).toBe(502);
    await using wider = await run({ answerLimit: { time: null, bytes: whole.length } });
    expect((await wider.get(path)).status).toBe(200);
  },
);

it.each(['truncated', 'truncated-at-document'] as const)(
  'ends in its middle under the fault %s',
  async (kind) => {
    await using services = await run(fault(kind));
    expect(await (await services.get('/orders')).text()).toBe(whole.slice(0, Math.floor(whole.length / 2)));
    expect(await (await services.get('/orders')).text()).toBe(whole);
  },
);

it('breaks in its middle under the fault reset-in-body', async () => {
  await using services = await run(fault('reset-in-body'));
  await expect(services.get('/streamed').then((response) => response.text())).rejects.toThrow(
    /terminated|fetch failed/,
  );
});

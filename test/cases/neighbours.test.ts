import { afterAll, beforeAll, expect, test } from 'vitest';
import output from '../../src/cases/reqmgr2/consumers/output.ts';
import transferor from '../../src/cases/reqmgr2/consumers/transferor.ts';
import type { Strategy as Reqmgr2Strategy } from '../../src/cases/reqmgr2/context.ts';
import subject from '../../src/cases/reqmgr2/subject.ts';
import type { CommonContext, Consumer, Strategy } from '../../src/subject/case.ts';
import { iterate } from '../../src/subject/load.ts';
import {
  type RunningServices,
  runServices,
  smallDescription,
  smallWorkload,
} from '../services/small-services.ts';
import { httpContext } from '../subject/http-context.ts';
import { loadStrategy } from '../subject/run-cycle.ts';

/*
 * The services beside the rule cleaner: what each makes of the workflows that a strategy yields.
 */
const workload = smallWorkload({
  statuses: { assigned: 230, 'closed-out': 5, announced: 7 },
  documents: { ...smallDescription().documents, meanBytes: 8_000 },
});
let services: RunningServices;
beforeAll(async () => {
  services = await runServices({ workload });
});
afterAll(() => services.close());

const cycle = async (
  consumer: Consumer<CommonContext>,
  name: string,
  statuses: readonly string[],
  params = {},
) => {
  await using context = httpContext(services.url, { statuses, params });
  const strategy: Reqmgr2Strategy = await loadStrategy(name);
  const processed: string[] = [];
  const counts = await consumer(
    () => iterate(strategy as Strategy<never>, context, subject.example),
    context,
    (workflow) => processed.push(workflow),
  );
  return { counts, processed };
};

test.each(['naive', 'name-then-chunk', 'document-stream'])(
  'MSOutput makes a document of each workflow that is closed out or announced, by %s',
  async (strategy) => {
    const { counts, processed } = await cycle(output, strategy, ['closed-out', 'announced']);
    expect(counts.total).toBe(12);
    expect(counts.datasets).toBeGreaterThan(12);
    expect(new Set(processed).size).toBe(12);
  },
);

test.each([
  ['sorted', {}],
  ['priority-then-chunk', { chunk: 100 }],
  ['priority-then-chunk', { chunk: 7 }],
])('MSTransferor looks at the most urgent first, a slice at a time, by %s %o', async (strategy, params) => {
  const { counts, processed } = await cycle(transferor, strategy, ['assigned'], params);
  expect(counts).toMatchObject({ total: 230, slices: 3, late: 0 });
  expect(counts.datasets).toBeGreaterThan(100);
  expect(new Set(processed).size).toBe(230);
});

test('MSTransferor looks at as many together as it is told', async () => {
  const slices = async (slice: number) =>
    (await cycle(transferor, 'sorted', ['assigned'], { slice })).counts.slices;
  expect(await slices(230)).toBe(1);
  expect(await slices(115)).toBe(2);
});

test('names first alone lose the order, and MSTransferor counts who comes too late', async () => {
  const { counts } = await cycle(transferor, 'name-then-chunk', ['assigned'], { chunk: 100 });
  expect(counts.total).toBe(230);
  expect(counts.late).toBeGreaterThan(50);
});

test('what is no workflow is refused, as by the rule cleaner', async () => {
  const items = async function* () {
    yield 5;
  };
  await expect(output(items, {}, () => {})).rejects.toThrow(
    'the strategy yielded the number 5 as its workflow 1',
  );
});

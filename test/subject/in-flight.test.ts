import v8 from 'node:v8';
import vm from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inFlight } from '../../src/cases/reqmgr2/strategies/parts/in-flight.ts';

const signal = new AbortController().signal;

/** Requests that are answered when the test says so; an answer is what was asked, twice. */
const answeredByHand = () => {
  const asked = new Map<string, { answer: () => void; fail: (reason: Error) => void; ends: AbortSignal }>();
  const fetch = (name: string, ends: AbortSignal): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      asked.set(name, { answer: () => resolve([name, name]), fail: reject, ends });
      ends.addEventListener('abort', () => reject(ends.reason));
    });
  const of = (name: string) => asked.get(name) as NonNullable<ReturnType<typeof asked.get>>;
  return { fetch, of, asked: () => [...asked.keys()] };
};

const nextOf = async <Item>(items: AsyncGenerator<Item>): Promise<Item | undefined> =>
  (await items.next()).value as Item | undefined;

test('begins as many requests as the limit allows, and yields answers as they come', async () => {
  const { fetch, of, asked } = answeredByHand();
  const items = inFlight(['a', 'b', 'c'], { limit: 2, signal }, fetch);
  const first = nextOf(items);
  expect(asked()).toEqual(['a', 'b']);
  of('b').answer();
  expect(await first).toBe('b');
});

test('begins the next request only when the consumer is done with an answer', async () => {
  const { fetch, of, asked } = answeredByHand();
  const items = inFlight(['a', 'b', 'c', 'd'], { limit: 2, signal }, fetch);
  const first = nextOf(items);
  of('a').answer();
  of('b').answer();
  await first;
  expect(await nextOf(items)).toBe('a');
  expect(asked()).toEqual(['a', 'b']);
  expect(await nextOf(items)).toBe('b');
  expect(asked()).toEqual(['a', 'b', 'c']);
});

test('with a limit of 1 goes one after the other', async () => {
  const events: string[] = [];
  const fetch = async (name: string) => {
    events.push(`ask ${name}`);
    return [name];
  };
  for await (const item of inFlight(['a', 'b'], { limit: 1, signal }, fetch)) events.push(`have ${item}`);
  expect(events).toEqual(['ask a', 'have a', 'ask b', 'have b']);
});

test('holds no answer that was consumed, however long another is under way', async () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  let consumed: WeakRef<object> | undefined;
  const fetch = async (name: string): Promise<readonly object[]> => {
    if (name === 'slow') await new Promise(() => {});
    if (name === 'third') {
      // A weak reference keeps its target until its turn of the event loop has ended.
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    const items = [{ name }, { name }];
    consumed ??= new WeakRef(items[0] as object);
    return items;
  };
  const items = inFlight(['slow', 'second', 'third'], { limit: 2, signal }, fetch);
  // Two of the second; the last one of an answer is still in the consumer's hand when the next comes.
  for (let i = 0; i < 3; i++) await items.next();
  expect(consumed?.deref()).toBeUndefined();
});

test('a failure ends the others, which are not told of', async () => {
  const { fetch, of, asked } = answeredByHand();
  const items = inFlight(['a', 'b', 'c', 'd'], { limit: 3, signal }, fetch);
  const first = nextOf(items);
  of('b').fail(new Error('b is gone'));
  await expect(first).rejects.toThrow('b is gone');
  expect(asked().map((name) => of(name).ends.aborted)).toEqual([true, true, true]);
  expect(await items.next()).toEqual({ done: true, value: undefined });
});

test('a failure that comes after the consumer has left is not told either', async () => {
  const { fetch, of } = answeredByHand();
  const items = inFlight(['a', 'b'], { limit: 2, signal }, fetch);
  const first = nextOf(items);
  of('a').answer();
  await first;
  await items.return(undefined);
  expect(of('b').ends.aborted).toBe(true);
  of('b').fail(new Error('too late'));
  await new Promise((resolve) => setImmediate(resolve));
});

test("the cycle's signal ends what is under way", async () => {
  const controller = new AbortController();
  const { fetch, of } = answeredByHand();
  const first = nextOf(inFlight(['a'], { limit: 1, signal: controller.signal }, fetch));
  controller.abort(new Error('the cycle is over'));
  await expect(first).rejects.toThrow('the cycle is over');
  expect(of('a').ends.aborted).toBe(true);
});

test('no requests yield nothing', async () => {
  expect(await nextOf(inFlight([], { limit: 4, signal }, async () => ['never']))).toBeUndefined();
});

test('whatever the order of answers, every item comes once and the limit holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(), { maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      fc.scheduler(),
      async (requests, limit, scheduler) => {
        let held = 0;
        let most = 0;
        const fetch = async (request: number) => {
          held += 1;
          most = Math.max(most, held);
          return [await scheduler.schedule(Promise.resolve(request))];
        };
        const seen: number[] = [];
        const consume = async () => {
          for await (const item of inFlight(requests, { limit, signal }, fetch)) {
            seen.push(item);
            held -= 1;
          }
        };
        await scheduler.waitFor(consume());
        expect(seen.toSorted((a, b) => a - b)).toEqual(requests.toSorted((a, b) => a - b));
        expect(most).toBe(Math.min(limit, requests.length));
      },
    ),
    { numRuns: 50 },
  );
});

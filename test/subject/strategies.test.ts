import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { type StrategyName, strategyNames } from '../../src/scenario/catalogue.ts';
import type { DocumentsByName, WorkflowDocument } from '../../src/subject/json.ts';
import type { Strategy } from '../../src/subject/strategies/context.ts';
import documentStream from '../../src/subject/strategies/document-stream.ts';
import idle from '../../src/subject/strategies/idle.ts';
import lineStream from '../../src/subject/strategies/line-stream.ts';
import naive from '../../src/subject/strategies/naive.ts';
import nameThenChunk from '../../src/subject/strategies/name-then-chunk.ts';
import perStatus from '../../src/subject/strategies/per-status.ts';
import { loadStrategy } from '../../src/subject/strategies/registry.ts';
import rowStream from '../../src/subject/strategies/row-stream.ts';
import { fakeContext, fakeReqMgr } from './fake-context.ts';
import { workflow } from './tiny-services.ts';

const documents = [
  workflow('a'),
  workflow('b', { RequestStatus: 'rejected' }),
  workflow('__proto__'),
  workflow('c'),
  workflow('d', { RequestStatus: 'new' }),
];

const namesFrom = async (strategy: Strategy, params = {}) => {
  const reqmgr = fakeReqMgr(documents);
  const names: string[] = [];
  for await (const { RequestName } of strategy(fakeContext({ reqmgr, params }))) names.push(RequestName);
  return { names, calls: reqmgr.calls };
};

test('idle fetches nothing', async () => {
  expect(await namesFrom(idle)).toEqual({ names: [], calls: [] });
});

test('naive fetches every status before it yields the first document', async () => {
  const reqmgr = fakeReqMgr(documents);
  for await (const _ of naive(fakeContext({ reqmgr }))) break;
  expect(reqmgr.calls).toEqual(['documents in announced', 'documents in rejected']);
  expect((await namesFrom(naive)).names).toEqual(['a', '__proto__', 'c', 'b']);
});

test('per-status yields the documents of a status before it fetches the next', async () => {
  const reqmgr = fakeReqMgr(documents);
  for await (const _ of perStatus(fakeContext({ reqmgr }))) break;
  expect(reqmgr.calls).toEqual(['documents in announced']);
  expect((await namesFrom(perStatus)).names).toEqual(['a', '__proto__', 'c', 'b']);
});

test('name-then-chunk fetches names, then so many documents at a time', async () => {
  const { names, calls } = await namesFrom(nameThenChunk, { chunk: 2, lookup: 'get' });
  expect(names).toEqual(['a', '__proto__', 'c', 'b']);
  expect(calls).toEqual(['names in announced', 'get a,__proto__', 'get c', 'names in rejected', 'get b']);
});

test('name-then-chunk takes its defaults from the catalogue', async () => {
  const { calls } = await namesFrom(nameThenChunk);
  expect(calls).toEqual(['names in announced', 'post a,__proto__,c', 'names in rejected', 'post b']);
});

test.each([[{ chunk: 0 }], [{ chunk: 1.5 }], [{ chunk: '10' }], [{ lookup: 'put' }]])(
  'name-then-chunk refuses %o',
  async (params) => {
    await expect(namesFrom(nameThenChunk, params)).rejects.toThrow(
      /^parameter (chunk|lookup) is .*, expected/,
    );
  },
);

describe('when the second answer is fetched', () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;

  /** Whether the first document of the first answer is still alive when the second answer is fetched. */
  const holdsTheFirstDocument = async (strategy: Strategy, params = {}): Promise<boolean> => {
    let first: WeakRef<WorkflowDocument> | undefined;
    let held: boolean | undefined;
    const answer = async () => {
      // A weak reference keeps its target until its turn of the event loop has ended.
      await new Promise((resolve) => setImmediate(resolve));
      collect();
      if (first !== undefined) held ??= first.deref() !== undefined;
      // Two documents: the last one is still in the consumer's hand.
      const found = JSON.parse('{"a": {"RequestName": "a"}, "b": {"RequestName": "b"}}') as DocumentsByName;
      first ??= new WeakRef(Object.values(found)[0] as WorkflowDocument);
      return found;
    };
    const namesByStatus = async () => ['a', 'b', 'c', 'd'];
    const reqmgr = { ...fakeReqMgr([]), requestsByStatus: answer, requestsByNames: answer, namesByStatus };
    for await (const _ of strategy(fakeContext({ reqmgr, params })));
    if (held === undefined) throw new Error('the strategy made no second request');
    return held;
  };

  test('naive holds the first one', async () => {
    expect(await holdsTheFirstDocument(naive)).toBe(true);
  });

  test('per-status and name-then-chunk hold it no more', async () => {
    expect(await holdsTheFirstDocument(perStatus)).toBe(false);
    expect(await holdsTheFirstDocument(nameThenChunk, { chunk: 2 })).toBe(false);
  });
});

describe('the registry', () => {
  test('loads each strategy of the catalogue', async () => {
    const expected: Record<StrategyName, Strategy> = {
      idle,
      naive,
      'per-status': perStatus,
      'name-then-chunk': nameThenChunk,
      'line-stream': lineStream,
      'document-stream': documentStream,
      'row-stream': rowStream,
    };
    for (const name of strategyNames) expect(await loadStrategy(name)).toBe(expected[name]);
  });

  test('knows no other name', async () => {
    await expect(loadStrategy('naiv')).rejects.toThrow('no strategy is named "naiv"');
    await expect(loadStrategy('toString')).rejects.toThrow('no strategy is named "toString"');
  });
});

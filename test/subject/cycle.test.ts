import { describe, expect, test } from 'vitest';
import type { Strategy } from '../../src/cases/reqmgr2/context.ts';
import type { WorkflowDocument } from '../../src/cases/reqmgr2/document.ts';
import { fakeContext, fakeReqMgr } from './fake-context.ts';
import { runCycle } from './run-cycle.ts';
import { workflow } from './tiny-services.ts';

const context = fakeContext({
  reqmgr: fakeReqMgr([]),
  wmstats: { ...fakeContext().wmstats, globalLocks: async () => ['/locked/global/RAW'] },
});

const yielding = (...values: unknown[]): Strategy =>
  async function* () {
    yield* values as WorkflowDocument[];
  };

const cycleOf = async (strategy: Strategy) => {
  const seen: unknown[] = [];
  const report = await runCycle(strategy, context, (...workflow) => seen.push(workflow));
  return { report, seen };
};

test('counts what became of each workflow', async () => {
  const { report } = await cycleOf(
    yielding(
      workflow('archived'),
      workflow('input cleaned', { TransferTape: false }),
      workflow('waiting', { TransferDone: false }),
      workflow('forced', { RequestType: 'Resubmission' }),
      workflow('rejected', { RequestStatus: 'rejected' }),
    ),
  );
  expect(report).toEqual({ total: 5, cleaned: 3, normalArchived: 2, forceArchived: 1 });
});

test('reports nothing for no workflow', async () => {
  const { report, seen } = await cycleOf(yielding());
  expect(report).toEqual({ total: 0, cleaned: 0, normalArchived: 0, forceArchived: 0 });
  expect(seen).toEqual([]);
});

test('tells of each workflow with its status and its last transition', async () => {
  const { seen } = await cycleOf(
    yielding(
      workflow('a'),
      workflow('without transitions', { RequestTransition: [] }),
      workflow('nested', { RequestTransition: null, Task1: { RequestTransition: [{ UpdateTime: 5 }] } }),
      { RequestName: 'masked' },
    ),
  );
  expect(seen).toEqual([
    ['a', 'announced', 1_700_000_100],
    ['without transitions', 'announced', 0],
    ['nested', 'announced', 0],
    ['masked', '', 0],
  ]);
});

test('fetches both kinds of locks before the first workflow', async () => {
  const order: string[] = [];
  const noting = (what: string) => async () => {
    order.push(what);
    return [];
  };
  const strategy: Strategy = async function* () {
    order.push('workflows');
    yield* [];
  };
  const reqmgr = { ...context.reqmgr, parentLocks: noting('parent locks') };
  const wmstats = { ...context.wmstats, globalLocks: noting('global locks') };
  await runCycle(strategy, { ...context, reqmgr, wmstats }, () => {});
  expect(order).toEqual(['global locks', 'parent locks', 'workflows']);
});

describe('a strategy of a user is told', () => {
  test.each([
    ['a name', 'some_workflow', 'the string "some_workflow"'],
    ['nothing', undefined, 'undefined'],
    ['a list of documents', [workflow('a'), workflow('b')], 'a list of 2'],
    ['documents by name', { a: workflow('a') }, 'an object without a string RequestName'],
  ])('that it yielded %s', async (_, value, what) => {
    await expect(cycleOf(yielding(workflow('first'), value))).rejects.toThrow(
      `the strategy yielded ${what} as its workflow 2, expected a workflow document`,
    );
  });

  test('that it returned a promise', async () => {
    const strategy = (async () => [workflow('a')]) as unknown as Strategy;
    await expect(cycleOf(strategy)).rejects.toThrow('the strategy returns nothing that can be iterated');
  });

  test('what it threw itself', async () => {
    await expect(
      cycleOf(async function* () {
        yield workflow('a');
        throw new Error('my own mistake');
      }),
    ).rejects.toThrow('my own mistake');
  });
});

test('ends the strategy when a workflow cannot be processed', async () => {
  let ended = false;
  const strategy: Strategy = async function* () {
    try {
      yield workflow('a');
    } finally {
      ended = true;
    }
  };
  const failing = () => {
    throw new Error('the disk is full');
  };
  await expect(runCycle(strategy, context, failing)).rejects.toThrow('the disk is full');
  expect(ended).toBe(true);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openChurn } from '../../src/cases/reqmgr2/workload/churn/churn.ts';
import { splice } from '../../src/cases/reqmgr2/workload/churn/splice.ts';
import { statuses } from '../../src/cases/reqmgr2/workload/description.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import type { Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import type { ChurnRates } from '../../src/record/journal/services-behaviour.ts';
import { sampleDescription } from './descriptions.ts';

const description = sampleDescription({
  statuses: { announced: 60, 'closed-out': 15, rejected: 10, new: 3 },
});
const rates: ChurnRates = { change: 0.7, appear: 0.5, vanish: 0.3 };

const positions = ({ size }: Workload): number[] => Array.from({ length: size }, (_, i) => i);
/** One writer for all: to make one takes longer than to write fifty documents. */
const documentsAt = (workload: Workload, at: readonly number[], style: 'reqmgr' | 'couch' = 'reqmgr') => {
  const writer = workload.writer({ style });
  return at.map((position) => {
    const target = Buffer.alloc(writer.sizeAt(position));
    expect(writer.write(position, target, 0)).toBe(target.length);
    return JSON.parse(target.toString());
  });
};
const documentAt = (workload: Workload, position: number, style: 'reqmgr' | 'couch' = 'reqmgr') =>
  documentsAt(workload, [position], style)[0];
const namesOf = (workload: Workload): string[] => positions(workload).map(workload.nameAt);

/** What a reader sees of a workload by every question that it answers. */
const consistent = (workload: Workload): void => {
  const all = positions(workload);
  const names = all.map(workload.nameAt);
  expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(names.map(workload.indexOf)).toEqual(all);
  expect(names.map(workload.lowerBound)).toEqual(all);
  expect(workload.lowerBound('~')).toBe(workload.size);
  for (const status of statuses) {
    const members = all.filter((position) => workload.statusAt(position) === status);
    expect(workload.countOf(status), status).toBe(members.length);
    expect(members.map((_, n) => workload.nth(status, n))).toEqual(members);
    expect(all.map((position) => workload.rank(status, position))).toEqual(
      all.map((position) => members.filter((member) => member < position).length),
    );
    expect(workload.rank(status, workload.size)).toBe(members.length);
  }
};

describe('the workload that a request finds', () => {
  test('answers every question alike, whatever has come, gone and changed', () => {
    const rate = fc.double({ min: 0, max: 8, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ change: rate, appear: rate, vanish: rate }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (someRates, request, seed) => consistent(openChurn(description, seed, someRates).at(request)),
      ),
      { numRuns: 60 },
    );
  });

  test('is at first the one that was opened', () => {
    const opened = openWorkload(description, 3);
    const first = openChurn(description, 3, rates).at(1);
    expect(namesOf(first)).toEqual(namesOf(opened));
    expect(documentsAt(first, positions(first))).toEqual(documentsAt(opened, positions(opened)));
  });

  test('depends on the number of the request alone, not on the requests before', () => {
    const one = openChurn(description, 3, rates);
    for (const request of [40, 7, 1, 12, 13]) {
      const [found, fresh] = [one.at(request), openChurn(description, 3, rates).at(request)];
      expect(documentsAt(found, positions(found))).toEqual(documentsAt(fresh, positions(fresh)));
    }
  });

  test('stays as it is for who still reads it while others come', () => {
    const churn = openChurn(description, 3, rates);
    const held = churn.at(10);
    const before = namesOf(held);
    churn.at(60);
    expect(namesOf(held)).toEqual(before);
  });

  test('grows and shrinks by the rates', () => {
    const churn = openChurn(description, 3, { change: 0, appear: 0.5, vanish: 0.25 });
    expect([1, 2, 3, 5, 9].map((request) => churn.at(request).size)).toEqual([88, 88, 89, 90 - 1, 92 - 2]);
  });

  test('comes to rest when every workflow was touched once and as many have appeared', () => {
    const churn = openChurn(description, 3, { change: 1, appear: 1, vanish: 1 });
    const [late, later] = [churn.at(1000), churn.at(1_000_000)];
    expect(namesOf(late)).toEqual(namesOf(later));
    expect(late.size).toBe(88 + 44);
  });
});

describe('a workflow that changes its status', () => {
  const churn = openChurn(description, 3, { change: 1, appear: 0, vanish: 0 });
  const [before, after] = [churn.at(1), churn.at(30)];
  const changed = positions(before).filter((i) => before.statusAt(i) !== after.statusAt(i));

  test('goes on to the next one of its road', () => {
    const roads = changed.map((i) => `${before.statusAt(i)} to ${after.statusAt(i)}`);
    expect([...new Set(roads)].sort()).toEqual([
      'announced to normal-archived',
      'closed-out to announced',
      'new to assignment-approved',
      'rejected to rejected-archived',
    ]);
  });

  test('has one transition more, and else the same document, in every style', () => {
    for (const style of ['reqmgr', 'couch'] as const) {
      for (const i of changed) {
        const [old, now] = [documentAt(before, i, style), documentAt(after, i, style)];
        expect(now.RequestTransition.slice(0, -1)).toEqual(old.RequestTransition);
        expect(now.RequestTransition.at(-1)).toMatchObject({
          Status: after.statusAt(i),
          UpdateTime: after.lastTransitionAt(i),
        });
        const { RequestStatus: _, RequestTransition: __, _rev: ___, ...others } = now;
        expect(old).toMatchObject(others);
      }
    }
  });
});

test('what was not there throughout is told with every state that it was in', () => {
  const churn = openChurn(description, 3, rates);
  const { touched, versions } = churn.until(25);
  const told = new Set(
    versions.map(({ name, status, lastTransition }) => `${name} ${status} ${lastTransition}`),
  );
  const base = churn.at(1);
  const names = new Set(touched.map(base.nameAt));
  const seen = new Set<string>();
  for (let request = 1; request <= 25; request++) {
    const found = churn.at(request);
    for (const i of positions(found)) {
      const name = found.nameAt(i);
      const state = `${name} ${found.statusAt(i)} ${found.lastTransitionAt(i)}`;
      const isThroughout = base.indexOf(name) !== undefined && !names.has(name);
      expect(told.has(state)).toBe(!isThroughout);
      if (!isThroughout) seen.add(state);
    }
  }
  expect(seen).toEqual(told);
});

test('a splice is the sequence with its differences made', () => {
  const ascending = (max: number, isUnique: boolean) =>
    (isUnique ? fc.uniqueArray(fc.nat({ max })) : fc.array(fc.nat({ max }))).map((numbers) =>
      numbers.sort((a, b) => a - b),
    );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.gen(), (size, gen) => {
      const removed = gen(ascending, size - 1, true);
      const before = gen(ascending, size, false);
      const expected: number[] = [];
      for (let number = 0; number <= size; number++) {
        expected.push(...before.flatMap((at, k) => (at === number ? [-1 - k] : [])));
        if (number < size && !removed.includes(number)) expected.push(number);
      }
      const spliced = splice(size, removed, {
        count: before.length,
        before: (k) => before[k] as number,
      });
      expect(Array.from({ length: spliced.length }, (_, i) => spliced.at(i))).toEqual(expected);
      for (const [position, item] of expected.entries()) {
        expect(item < 0 ? spliced.positionOfInserted(-1 - item) : spliced.positionOf(item)).toBe(position);
      }
    }),
  );
});

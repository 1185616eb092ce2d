import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesByFunction } from '../../src/analysis/heap-profile.ts';
import type { HeapProfileNode } from '../../src/record/heap-profile.ts';

const node = (
  functionName: string,
  selfSize: number,
  children: readonly HeapProfileNode[] = [],
  url = 'file:///app/fetch.ts',
): HeapProfileNode => ({ callFrame: { functionName, url, lineNumber: 9 }, selfSize, children });

const root = (...children: HeapProfileNode[]) => ({ head: node('(root)', 0, children, '') });

test('a function counts with all that it allocated itself, from wherever it was called', () => {
  const profile = root(
    node('fetchAll', 10, [node('parse', 300, [node('copy', 5)])]),
    node('fetchOne', 0, [node('parse', 200)]),
  );
  expect(bytesByFunction(profile)).toEqual([
    { name: 'parse', url: 'file:///app/fetch.ts', line: 10, bytes: 500 },
    { name: 'fetchAll', url: 'file:///app/fetch.ts', line: 10, bytes: 10 },
    { name: 'copy', url: 'file:///app/fetch.ts', line: 10, bytes: 5 },
  ]);
});

test('functions of the same name in two modules are two functions', () => {
  const profile = root(node('parse', 1), node('parse', 2, [], 'file:///app/other.ts'));
  expect(bytesByFunction(profile).map(({ url, bytes }) => [url, bytes])).toEqual([
    ['file:///app/other.ts', 2],
    ['file:///app/fetch.ts', 1],
  ]);
});

test('what the profiler itself allocated does not count, what a caller of it did does', () => {
  expect(bytesByFunction(root(node('mine', 3, [node('stop', 100_000, [], 'node:v8')])))).toEqual([
    expect.objectContaining({ name: 'mine', bytes: 3 }),
  ]);
});

test('no byte is lost and none counts twice, however the functions call each other', () => {
  const names = fc.constantFrom('a', 'b', 'c', '');
  const { tree } = fc.letrec<{ tree: HeapProfileNode; children: readonly HeapProfileNode[] }>((tie) => ({
    tree: fc
      .tuple(names, fc.nat(1000), tie('children'))
      .map(([name, size, children]) => node(name, size, children)),
    children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('tree'), { maxLength: 3 })),
  }));
  const sumOf = ({ selfSize, children }: HeapProfileNode): number =>
    children.reduce((sum, child) => sum + sumOf(child), selfSize);
  fc.assert(
    fc.property(tree, (head) => {
      const shares = bytesByFunction({ head }).map(({ bytes }) => bytes);
      expect(shares.reduce((sum, bytes) => sum + bytes, 0)).toBe(sumOf(head));
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    }),
  );
});

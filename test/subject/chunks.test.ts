import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf } from '../../src/cases/reqmgr2/strategies/parts/chunks.ts';

const chunks = (...args: Parameters<typeof chunksOf>) => [...chunksOf(...args)];
const lengthOf = (name: string): number => name.length;

test('cuts names into chunks of so many, the last one smaller', () => {
  expect(chunks(['a', 'b', 'c', 'd', 'e'], 2)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(chunks(['a', 'b'], 2)).toEqual([['a', 'b']]);
  expect(chunks([], 2)).toEqual([]);
});

test('cuts a chunk smaller where there is no room for more', () => {
  const room = { bytes: 5, of: lengthOf };
  expect(chunks(['aa', 'bb', 'cc', 'd', 'e', 'f'], 3, room)).toEqual([['aa', 'bb'], ['cc', 'd', 'e'], ['f']]);
});

test('gives a name that is too long for the room a chunk of its own', () => {
  expect(chunks(['a', 'bbbb', 'c'], 9, { bytes: 3, of: lengthOf })).toEqual([['a'], ['bbbb'], ['c']]);
  expect(chunks(['a', 'b'], 9, { bytes: -1, of: lengthOf })).toEqual([['a'], ['b']]);
});

test('loses no name, repeats none, and keeps within both bounds', () => {
  const names = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 60 });
  const bound = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(names, bound, bound, (all, size, bytes) => {
      const cut = chunks(all, size, { bytes, of: lengthOf });
      expect(cut.flat()).toEqual(all);
      for (const chunk of cut) {
        expect(chunk.length).toBeLessThanOrEqual(size);
        if (chunk.length > 1) expect(chunk.join('').length).toBeLessThanOrEqual(bytes);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interleave } from '../../src/cases/reqmgr2/workload/interleave.ts';

const counts = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 0, max: 60 }))
  .filter((byKind) => Object.values(byKind).some((count) => count > 0));

test('rank and nth agree with a list of all kinds written out', () => {
  fc.assert(
    fc.property(counts, (byKind) => {
      const woven = interleave(new Map(Object.entries(byKind)));
      const kinds = Array.from({ length: woven.size }, (_, index) => woven.kindAt(index));
      for (const [kind, count] of Object.entries(byKind)) {
        const places = kinds.flatMap((other, index) => (other === kind ? [index] : []));
        expect(places).toHaveLength(count);
        expect(Array.from({ length: count }, (_, n) => woven.nth(kind, n))).toEqual(places);
        for (let index = 0; index <= woven.size; index++) {
          expect(woven.rank(kind, index)).toBe(places.filter((place) => place < index).length);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a kind is spread over the whole sequence, not bunched', () => {
  const woven = interleave(
    new Map([
      ['often', 900],
      ['seldom', 100],
    ]),
  );
  const inEachTenth = Array.from(
    { length: 10 },
    (_, tenth) => woven.rank('seldom', (tenth + 1) * 100) - woven.rank('seldom', tenth * 100),
  );
  expect(inEachTenth).toEqual(Array(10).fill(10));
});

test('asking for an item that is not there is a RangeError', () => {
  const woven = interleave(new Map([['only', 3]]));
  expect(() => woven.nth('only', 3)).toThrow(RangeError);
  expect(() => woven.nth('other' as 'only', 0)).toThrow(RangeError);
});

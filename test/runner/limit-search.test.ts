import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Survival, searchLimit } from '../../src/runner/limits/limit-search.ts';

const lives: Survival = { survived: true };
const dies: Survival = { survived: false, reason: 'out-of-memory' };
const threshold =
  (limit: number) =>
  async (tried: number): Promise<Survival> =>
    tried >= limit ? lives : dies;

test('the lowest limit is found within 1 MB or 2 %, from whatever guess', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 900 }),
      async (limit, guess) => {
        const { limitMb } = await searchLimit(guess, 1000, threshold(limit));
        expect(limitMb).toBeGreaterThanOrEqual(limit);
        expect((limitMb ?? 0) - limit).toBeLessThanOrEqual(Math.max(1, 0.02 * (limitMb ?? 0)));
      },
    ),
  );
});

test('a limit that is survived only twice out of three is not the lowest', async () => {
  let tries = 0;
  const sometimes = async (tried: number): Promise<Survival> => {
    if (tried > 50) return lives;
    tries += 1;
    return tried === 50 && tries % 3 !== 0 ? lives : dies;
  };
  expect((await searchLimit(50, 1000, sometimes)).limitMb).toBe(51);
});

test('every limit that was tried is told, with its survivals and how the others ended', async () => {
  const { probes } = await searchLimit(10, 100, threshold(10));
  expect(probes[0]).toEqual({ limitBytes: 10 * 2 ** 20, tries: 3, survived: 3, endings: [] });
  expect(probes[1]).toEqual({ limitBytes: 7 * 2 ** 20, tries: 1, survived: 0, endings: ['out-of-memory'] });
});

test('a strategy that no limit saves has none', async () => {
  expect((await searchLimit(10, 100, async () => dies)).limitMb).toBeNull();
});

test('one that needs next to nothing ends at 1 MB', async () => {
  expect((await searchLimit(3, 100, async () => lives)).limitMb).toBe(1);
});

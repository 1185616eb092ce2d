import { describe, expect, test } from 'vitest';
import { ceilingOf } from '../../src/runner/limits/container/limits-in-force.ts';
import { searchLowest, tryAsked, Unexplained } from '../../src/runner/limits/container/try-limits.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const pod = ceilingOf({ bytes: 300 * MiB, file: '/c/pod/memory.max' }, 8 * GiB);

/** Survives from so many MiB on. */
const from = (lowestMb: number) => async (limitMb: number) =>
  limitMb >= lowestMb
    ? ({ survived: true } as const)
    : ({ survived: false, reason: 'killed-by-kernel' } as const);
const mustNotBeTried = async (): Promise<never> => {
  throw new Error('tried');
};
const unexplained = async (): Promise<never> => {
  throw new Unexplained('a try in 100 MiB failed, and not for want of memory');
};

describe('a limit that a scenario asks about', () => {
  test('is not tried where the cgroup around it has less', async () => {
    expect(await tryAsked(301 * MiB, pod, mustNotBeTried)).toEqual({
      limitBytes: 301 * MiB,
      tries: 0,
      survived: 0,
      endings: ['it cannot be reached, since the cgroup around it has 300 MiB (/c/pod/memory.max)'],
    });
  });
  test('is not tried where the machine has less', async () => {
    const { tries, endings } = await tryAsked(64 * GiB, ceilingOf(null, 8 * GiB), mustNotBeTried);
    expect(tries).toBe(0);
    expect(endings).toEqual(['it cannot be reached, since the machine has 8 GiB']);
  });
  test('is tried where it is just what there is', async () => {
    expect(await tryAsked(300 * MiB, pod, from(1))).toMatchObject({ tries: 3, survived: 3 });
  });
  test('has no result where its tries fail for another reason', async () => {
    expect(await tryAsked(100 * MiB, pod, unexplained)).toMatchObject({
      tries: 0,
      endings: ['a try in 100 MiB failed, and not for want of memory'],
    });
  });
});

describe('the search for the lowest limit', () => {
  test('finds it below the ceiling', async () => {
    expect(await searchLowest(120, pod, from(90))).toMatchObject({ floor: { limitMb: 90 }, reason: null });
  });
  test('tries nothing above the ceiling, and says so', async () => {
    const { floor, reason } = await searchLowest(280, pod, from(400));
    expect(Math.max(...(floor?.probes ?? []).map(({ limitBytes }) => limitBytes))).toBe(300 * MiB);
    expect(reason).toBe(
      'no limit up to 300 MiB was survived three times out of three, and none above can be tried, since the cgroup around it has 300 MiB (/c/pod/memory.max)',
    );
  });
  test('blames no ceiling that it has not met', async () => {
    const { reason } = await searchLowest(10, ceilingOf(null, 8 * GiB), from(4000));
    expect(reason).toBe('no limit up to 276 MiB was survived three times out of three');
  });
  test('has no result where a try fails for another reason', async () => {
    expect(await searchLowest(100, pod, unexplained)).toMatchObject({
      floor: null,
      reason: 'a try in 100 MiB failed, and not for want of memory',
    });
  });
});

test('the ceiling is the machine where the cgroup around it allows more', () => {
  expect(ceilingOf({ bytes: 16 * GiB, file: '/c/memory.max' }, 8 * GiB).bytes).toBe(8 * GiB);
});

import { describe, expect, test } from 'vitest';
import type { Judge, Judgement } from '../../src/record/checks/claims.ts';
import { atLeast, atMost } from '../builders/claims.ts';
import { growthOverSizes, sized } from '../builders/growth.ts';
import { judge } from '../builders/judge.ts';

describe('growth over measurements', () => {
  const growth = (bound = atMost(1.1)): Judge => ({ ...growthOverSizes, bound }) as Judge;
  /** The builder's own workload has 9,555 workflows. */
  const judgeGrowth = (power: number, bound = atMost(1.1)): Judgement =>
    judge(growth(bound), sized(9555, 9555 ** power).samples, {
      measurements: { tenth: sized(955, 955 ** power), half: sized(4777, 4777 ** power) },
    });

  test('in proportion has the exponent 1, whatever idle needs', () => {
    const judgement = judgeGrowth(1);
    expect(judgement.verdict).toBe('holds');
    expect(judgement).toMatchObject({
      figures: [
        { name: 'above idle at items 955', value: 955, at: 955 },
        { name: 'above idle at items 4777', value: 4777 },
        { name: 'above idle at items 9555', value: 9555 },
        { name: 'exponent', value: expect.closeTo(1, 6), spread: { readings: 6 } },
      ],
    });
  });

  test('by the square fails a bound of about 1', () => {
    expect(judgeGrowth(2).verdict).toBe('fails');
    expect(judgeGrowth(2, atLeast(1.9)).verdict).toBe('holds');
  });

  test('that is no one power is undecided, and more rounds are not what is missing', () => {
    const bent = { tenth: sized(955, 955), half: sized(4777, 4777) };
    expect(judge(growth(), sized(9555, 9555 ** 1.5).samples, { measurements: bent })).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'unknown', why: expect.stringContaining('more sizes') },
    });
  });

  test('is not measurable where a measurement was not taken, or does not differ in size', () => {
    expect(
      judge(growth(), sized(9555, 9555).samples, { measurements: { tenth: sized(955, 955) } }),
    ).toMatchObject({
      why: 'the measurement "half" was not taken in this run',
    });
    const same = { tenth: sized(9555, 9555), half: sized(9555, 9555) };
    expect(judge(growth(), sized(9555, 9555).samples, { measurements: same })).toMatchObject({
      verdict: 'not measurable',
      why: 'items is the same in all measurements',
    });
  });

  test('is not measurable where nothing is above idle, or a size is 0', () => {
    const flat = { tenth: sized(955, 0), half: sized(4777, 4777) };
    expect(judge(growth(), sized(9555, 9555).samples, { measurements: flat })).toMatchObject({
      why: 'peak live of naive is not above idle at items 955',
    });
    const none = { tenth: sized(0, 955), half: sized(4777, 4777) };
    expect(judge(growth(), sized(9555, 9555).samples, { measurements: none })).toMatchObject({
      why: 'items is 0: growth is told of sizes above 0',
    });
  });
});

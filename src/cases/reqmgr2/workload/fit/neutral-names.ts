import type { NamePattern } from '../description.ts';
import { headLength } from '../description-schema.ts';

/** What stands behind prefix and campaign: `-00006__v1_T_250508_114352_1105`; and in a PrepID behind the campaign. */
const tailLength = 31;
const serialLength = 6;

const patterns = 8;
const usualPrepId = 31;

/** Names of these lengths that say nothing: every eighth part of them is as long as the middle one of its part. */
export const neutralNames = (
  lengths: ReadonlyMap<number, number>,
  prepIdLengths: ReadonlyMap<number, number>,
): NamePattern[] => {
  const shares = new Map<number, number>();
  for (let part = 0; part < patterns; part++) {
    const length = quantileOf(lengths, (part + 0.5) / patterns) ?? headLength.min + tailLength;
    const head = Math.min(headLength.max, Math.max(headLength.min, length - tailLength));
    shares.set(head, (shares.get(head) ?? 0) + 1 / patterns);
  }
  const campaign = (quantileOf(prepIdLengths, 0.5) ?? usualPrepId) - serialLength;
  return [...shares].map(([head, share], i) => patternOf(head, Math.max(1, campaign), i, share));
};

/** The letter keeps one head from beginning with another. */
const patternOf = (head: number, campaign: number, number: number, share: number): NamePattern => {
  const letter = String.fromCharCode('a'.charCodeAt(0) + number);
  const prefixLength = Math.max(2, head - campaign);
  const prefix = `${letter}_${'request_'.repeat(prefixLength)}`.slice(0, prefixLength);
  return { prefix, campaigns: ['Campaign'.repeat(head).slice(0, head - prefixLength)], share };
};

const quantileOf = (counts: ReadonlyMap<number, number>, quantile: number): number | undefined => {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let passed = 0;
  return sorted.find(([, count]) => {
    passed += count;
    return passed > quantile * total;
  })?.[0];
};

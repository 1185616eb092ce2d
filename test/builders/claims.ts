import type { Bound, Claim, Judge, Reading } from '../../src/record/checks/claims.ts';

export const atMost = (limit: number): Bound => ({ kind: 'atMost', limit });
export const atLeast = (limit: number): Bound => ({ kind: 'atLeast', limit });
export const between = (low: number, high: number): Bound => ({ kind: 'between', limits: [low, high] });

export const aReading = (judge: Judge, changes: Partial<Reading> = {}): Reading => ({
  name: null,
  runtime: 'node',
  measurement: null,
  expect: 'holds',
  judge,
  ...changes,
});

/** A claim with one reading. */
export const aClaim = (judge: Judge, changes: Partial<Reading> = {}): Claim => ({
  id: '1',
  who: 'vkuznet',
  where: 'a comment of 2025-06-16',
  says: 'memory now is reused',
  readings: [aReading(judge, changes)],
});

export const perStatusAgainstNaive = (bound: Bound): Judge => ({
  kind: 'compare',
  metric: 'peakLive',
  of: 'per-status',
  to: 'naive',
  bound,
});

import { expect, test } from 'vitest';
import { tooLongFor } from '../../src/scenario/too-long.ts';
import { loadText } from './scenario-folder.ts';

const rows = (scale: number, ...strategies: readonly string[]): string =>
  [
    'name: large',
    'workload: production',
    `scale: ${scale}`,
    'strategies:',
    ...strategies.map((one) => `  - ${one}`),
  ].join('\n');

test('a row that takes an answer whole is too long where V8 cannot hold it, one that cuts it is not', () => {
  const scenario = loadText(rows(3, 'idle', 'naive', 'per-status', 'line-stream'));
  const told = scenario.rows.map((row) => tooLongFor(scenario, row)?.reason ?? null);
  expect(told).toEqual([
    null,
    "naive takes one answer for all statuses as one text of about 539 MB, and V8's longest has 537 MB",
    "per-status takes the answer for a status as one text of about 539 MB, and V8's longest has 537 MB",
    null,
  ]);
});

test('a scenario in which every row is too long is refused, with the scale that would do', () => {
  const reason =
    "no row can come to its end at a scale of 30: naive takes one answer for all statuses as one text of about 5.39 GB, and V8's longest has 537 MB";
  expect(() => loadText(rows(30, 'idle', 'naive'))).toThrow(reason);
  expect(() => loadText(rows(1, 'naive'), { scale: 30 })).toThrow(`--scale: ${reason}`);
});

test.each([
  ['one row is not', ['naive', 'line-stream']],
  ['a row is meant to fail', ['naive: { expect: fails }']],
  ['nobody fetches anything', ['idle']],
])('it is not refused where %s', (_, strategies) => {
  expect(loadText(rows(30, ...strategies)).scale).toBe(30);
});

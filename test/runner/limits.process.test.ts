import { expect, test } from 'vitest';
import { limitsOnProcess, ulimitsIn } from '../../src/runner/environment/limits-on-process.ts';

const head = 'Limit                     Soft Limit           Hard Limit           Units     \n';
const line = (name: string, soft: string): string =>
  `${name.padEnd(26)}${soft.padEnd(21)}unlimited            bytes     \n`;

test.each([
  ['unlimited', 'unlimited', { data: null, addressSpace: null }],
  ['4096000000', '92160000000', { data: 4_096_000_000, addressSpace: 92_160_000_000 }],
])('the soft limits of a process are read: data %s, address space %s', (data, space, expected) => {
  const text = `${head}${line('Max data size', data)}${line('Max resident set', '7')}${line('Max address space', space)}`;
  expect(ulimitsIn(text)).toEqual(expected);
});

test('where there is no /proc, none is known', () => {
  expect(ulimitsIn('')).toEqual({ data: null, addressSpace: null });
});

test("the limit of V8's heap is the one of a process without flags", async () => {
  const { heap } = await limitsOnProcess(new AbortController().signal);
  expect(heap).toBeGreaterThan(100e6);
});

import { expect, test } from 'vitest';
import type { ProbedProcess } from '../../../src/record/messages/probed-process.ts';
import { programAmong } from '../../../src/runner/program/inside/program-among.ts';
import { node } from '../../../src/runtimes/node.ts';

const process = (name: string, peakLive: number, children = false): ProbedProcess => ({
  pid: 1,
  name,
  version: 'Node 26.10.0',
  startedAt: 1,
  metrics: { peakLive },
  precision: 'fine',
  timeline: [],
  unseen: { workers: 0, children, resident: null },
});

const launchers = node.tracker?.launchers ?? /never/;
const found = (...read: readonly ProbedProcess[]) => {
  const one = programAmong(read, launchers);
  return typeof one === 'string'
    ? one
    : [one.program.name, one.processes.map(({ role }) => role), one.hasOthers];
};

test('the program is what a package manager starts, however small', () => {
  expect(found(process('npm', 40, true), process('a.mjs', 5))).toEqual([
    'a.mjs',
    ['program', 'launcher'],
    false,
  ]);
  expect(
    found(process('npx-cli.js', 40, true), process('npm-cli.js', 50, true), process('a.mjs', 5)),
  ).toEqual(['a.mjs', ['program', 'launcher', 'launcher'], false]);
});

test('a package manager that starts nothing is the program itself', () => {
  expect(found(process('npm', 40))).toEqual(['npm', ['program'], false]);
});

test('of several the largest is the program, and the others are told as others', () => {
  expect(found(process('main.mjs', 10, true), process('part.mjs', 90), process('part.mjs', 80))).toEqual([
    'part.mjs',
    ['program', 'other', 'other'],
    true,
  ]);
});

test('where nothing was read, a sentence says why', () => {
  expect(found()).toContain('no process of it wrote');
  expect(found(process('npm', 40, true))).toBe('only npm ran in Node, and what it started did not');
});

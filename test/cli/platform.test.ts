import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { oldestMeasurer, refusalToMeasure, refusalToStart } from '../../src/cli/launcher/platform.js';

const machine = { platform: 'linux', node: '20.0.0', hasProc: true };
const repository = path.join(import.meta.dirname, '../..');

test.each([
  ['Linux', {}],
  ['macOS, which has no /proc', { platform: 'darwin', hasProc: false }],
  ['a later Node', { node: '26.10.0' }],
])('it is started on %s', (_, facts) => {
  expect(refusalToStart({ ...machine, ...facts })).toBeNull();
});

test.each([
  ['Windows', { platform: 'win32', hasProc: false }, 'does not run on Windows'],
  ['Linux without /proc', { hasProc: false }, 'Mount it: mount -t proc proc /proc'],
  ['an old Node', { node: '18.20.4' }, 'needs Node 20 or later to start, and this is 18.20.4'],
])('it is refused on %s, in a line', (_, facts, reason) => {
  const refusal = refusalToStart({ ...machine, ...facts });
  expect(refusal).toContain(reason);
  expect(refusal).not.toContain('\n');
});

test.each([
  ['22.18.9', false],
  ['22.19.0', true],
  ['23.0.0-nightly', true],
  ['26.10.0', true],
])('a Node %s measures by itself: %s', (node, may) => {
  expect(refusalToMeasure(node) === null).toBe(may);
});

test('README and package.json say which Node it takes', () => {
  const { engines } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  expect(engines.node).toBe('>=20');
  const readme = readFileSync(path.join(repository, 'README.md'), 'utf8');
  expect(readme).toContain('Node (any version from 20)');
  expect(readme).toContain(`Node ${oldestMeasurer} or later`);
});

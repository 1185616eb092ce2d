import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createProgress, tableBelow } from '../../src/cli/terminal/progress.ts';
import { terminalOf } from '../../src/cli/terminal/terminal-style.ts';
import { aCase, aRow, productionJournal } from '../builders/journals.ts';
import { analyse } from '../builders/sweeps.ts';

const terminal = (columns: number) => ({ isTTY: true, columns, hasColors: () => true });

describe('the width of a terminal', () => {
  test.each([
    [0, 80],
    [1, 1],
    [40, 40],
    [200, 200],
  ])('that says %i is %i', (columns, width) => {
    expect(terminalOf(terminal(columns), {}).width).toBe(width);
  });
  test('is 80 where there is no terminal', () => {
    expect(terminalOf({}, {}).width).toBe(80);
  });
});

test.each([
  ['a terminal', 80, {}, true],
  ['one without columns', 0, {}, false],
  ['a very narrow one', 10, {}, false],
  ['one that is dumb', 80, { TERM: 'dumb' }, false],
  ['one of CI', 80, { CI: 'true' }, false],
  ['one that CI=false says is none of CI', 80, { CI: 'false' }, true],
] as const)('a line is written over or not: %s', (_, columns, env, rewrites) => {
  expect(terminalOf(terminal(columns), env).rewrites).toBe(rewrites);
});

test.each([
  ['a terminal', terminal(80), {}, true],
  ['no terminal', {}, {}, false],
  ['a terminal, NO_COLOR', terminal(80), { NO_COLOR: '1' }, false],
  ['a terminal, NO_COLOR empty', terminal(80), { NO_COLOR: '' }, true],
  ['no terminal, FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
  ['no terminal, FORCE_COLOR empty', {}, { FORCE_COLOR: '' }, false],
  ['a terminal, FORCE_COLOR=0', terminal(80), { FORCE_COLOR: '0' }, false],
  ['no terminal, FORCE_COLOR and NO_COLOR', {}, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
  ['a dumb terminal', terminal(80), { TERM: 'dumb' }, false],
] as const)('colours: %s', (_, stream, env, colour) => {
  expect(terminalOf(stream, env).colour).toBe(colour);
});

test('a terminal of 0 columns is told lines, and no escape code', () => {
  const stream = Object.assign(new PassThrough(), terminal(0));
  const progress = createProgress(stream as unknown as NodeJS.WriteStream, false);
  const header = {
    case: aCase,
    scenario: { name: 'here' },
    workload: { items: 1, bytes: 1 },
    rows: [aRow('idle')],
  };
  progress.show({ type: 'planned', header, samples: 3 } as unknown as Parameters<typeof progress.show>[0]);
  progress.end();
  expect(String(stream.read())).toBe('here: 3 samples over 1 workflows, 1 B of JSON\n');
});

test('warm-up is told by itself, and is no part of the estimate', async () => {
  const stream = new PassThrough();
  const progress = createProgress(stream as unknown as NodeJS.WriteStream, false);
  const header = {
    case: aCase,
    scenario: { name: 'here' },
    workload: { items: 1, bytes: 1 },
    rows: [aRow('idle')],
  };
  const sample = { label: 'idle', purpose: 'pilot', round: 0, outcome: { status: 'completed' } };
  for (const event of [
    { type: 'planned', header, samples: 2 },
    { type: 'warming' },
    { type: 'warmed', tookMs: 90_000 },
    { type: 'sampled', sample, index: 0, tookMs: 2_000 },
  ])
    progress.show(event as unknown as Parameters<typeof progress.show>[0]);
  stream.end();
  const [, ...lines] = (await text(stream)).trim().split('\n');
  expect(lines).toEqual([
    'warm-up: modules compiled in 90.0 s',
    '[1/2] idle · pilot · round 0 completed in 2.00 s · about 2s left',
  ]);
});

test.each([
  ['has room for it', 40, true],
  ['is too low for all of it', 8, false],
] as const)('below the line that changes stands what is known, where the terminal %s', (_, rows, isShown) => {
  const run = () => analyse(productionJournal(1));
  const shown = tableBelow({ type: 'round', round: 1, rounds: 3, run }, { ...terminal(80), rows });
  expect(shown.includes('Provisional: 1 of 3 rounds')).toBe(isShown);
  expect(shown === '').toBe(!isShown);
});

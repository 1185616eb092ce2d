import { describe, expect, test } from 'vitest';
import { checksOfChanges } from '../../src/analysis/changes/change-checks.ts';
import { changesBetween } from '../../src/analysis/changes/changes.ts';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { type Verdict, verdictOf } from '../../src/analysis/checks/verdict.ts';
import type { Changes } from '../../src/record/checks/changes.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderTerminalChanges } from '../../src/report/terminal/terminal.ts';
import { aJournal, rounds } from '../builders/journals.ts';

const words = { before: 'the baseline', after: 'this run', remedy: '' };
const around = (middle: number): number[] =>
  [0.998, 0.999, 1, 1, 1.001, 1.002].map((factor) => factor * middle);

const sideOf = (values: Readonly<Record<string, readonly number[]>>, name = 'production') =>
  sideOfJournal(
    aJournal(
      Object.entries(values).flatMap(([label, own]) => rounds(label, 'peakLive', own)),
      { scenario: { name } },
    ),
  );

const bounds = [{ metric: 'peakLive', share: 0.02 }] as const;
const compared: Changes = changesBetween(
  sideOf({ naive: around(380e6), chunk: around(50e6), lines: around(14e6), idle: [13e6] }),
  sideOf({ naive: around(392e6), chunk: around(40e6), lines: around(14e6), idle: around(13e6) }),
  bounds,
  words,
);

const verdictFor = (changes: Changes): Verdict =>
  verdictOf(checksOfChanges(changes, 'gated row', { required: true }), { subject: changes.after.scenario });
const verdict = verdictFor(compared);

const update = 'Renew the baseline: tidemark gate mine.yaml --baseline b.json --update';

describe.each([
  ['the terminal', renderTerminalChanges(compared, verdict, update).replace(/\s+/g, ' ')],
  ['the comment', renderComment(compared, verdict, update).replace(/\s+/g, ' ')],
])('two runs compared, in %s', (_, text) => {
  test('begin with the verdict, then what changed, then the table', () => {
    const order = [
      '1 not judged in production (idle: peak live: needs 6 samples a side, has 1 and 6: use --samples 6); 1 regression; 1 improvement',
      'not judged: idle: peak live 13.0 MB to 13.0 MB, 0.0 % (too few samples for an interval, bound 2 %): needs 6 samples a side',
      'regression: naive: peak live 380 MB to 392 MB, +3.2 % (95 % interval',
      'improvement: chunk: peak live 50.0 MB to 40.0 MB, -20 %',
      'no change',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('say how to keep an improvement, and what was compared', () => {
    expect(text).toContain('To keep the improvement, put it into the baseline. Renew the baseline');
    expect(text).toContain('before: 2026-11-20T10:00:00.000Z, Node v26.10.0');
  });
});

test('at a terminal no line is longer than it is wide', () => {
  for (const width of [80, 120]) {
    for (const line of renderTerminalChanges(compared, verdict, update, { width }).split('\n')) {
      expect([...line].length).toBeLessThanOrEqual(width);
    }
  }
});

test('a comment shows names as they are, and none ends its mark or its table', () => {
  const name = 'x --> <b>|`y`';
  const strange = sideOf({ [name]: around(1e6) }, '--><script>');
  const same = changesBetween(strange, strange, bounds, words);
  const text = renderComment(same, verdictFor(same), null);
  expect(text.split('\n')[0]).toBe('<!-- tidemark: -script -->');
  expect(text).not.toContain('<b>');
  expect(text).toContain('| x --&gt; &lt;b&gt;\\|\\`y\\` |');
});

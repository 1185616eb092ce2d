import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { checksOfChanges } from '../../src/analysis/changes/change-checks.ts';
import { changesBetween } from '../../src/analysis/changes/changes.ts';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { verdictOf, verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import type { Run } from '../../src/record/run.ts';
import { toTerminal } from '../../src/report/escape.ts';
import { annotations } from '../../src/report/exchange/github.ts';
import { renderJunit } from '../../src/report/exchange/junit.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal, renderTerminalChanges } from '../../src/report/terminal/terminal.ts';
import { growthRun } from '../builders/growth.ts';
import { aJournal, rounds } from '../builders/journals.ts';
import { analyse, sweepJournal } from '../builders/sweeps.ts';

/*
 * All outside text passes through escape.ts on its way into a format: whatever of a record is text is hostile here, and none
 * of it reaches a reader, a terminal or a CI server as more than text.
 */

const hostile =
  '\u001b[31m\u202e\u200b\u0007 @octocat #12 GH-3 ##[error]a ##vso[task.b]\n::stop-commands::c\r::error::d\u2028<b>`|*\ud800';

/** Members whose values are one of a few words, or a time. */
const fixed = new Set(
  'kind verdict status expect unit metric yields purpose quantity against startedAt schema type'.split(' '),
);

const poisoned = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(poisoned) as Value;
  if (typeof value === 'string') return `${value}${hostile}` as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, fixed.has(key) ? member : poisoned(member)]),
  ) as Value;
};

const wholeRun = (): Run => {
  const { claims, measurements } = growthRun();
  const spread = { kind: 'range', low: 6.1e8, high: 6.14e8, readings: 3 } as const;
  const budgets: Run['budgets'] = [
    { label: 'naive', metric: 'peakLive', limit: 4e8, verdict: 'over', median: 6.12e8, spread },
  ];
  const warnings: Run['warnings'] = [{ kind: 'journal-cut', label: null, message: 'cut', advice: 'again' }];
  const run = analyse(sweepJournal());
  const unavailable = { minHeap: 'it was not asked for' };
  const results = run.results.map((result) => ({ ...result, unavailable, version: 'CPython 3.11' }));
  // The runtime of a judgement is one of two words; that of a row is free.
  const poisonedClaims = claims.map((claim) => ({
    ...poisoned(claim),
    judgements: claim.judgements.map((one) => ({ ...poisoned(one), runtime: one.runtime })),
  }));
  return { ...poisoned({ ...run, results, measurements, budgets, warnings }), claims: poisonedClaims };
};

const sideOf = (factor: number) =>
  sideOfJournal(
    poisoned(
      aJournal(
        rounds(
          'naive',
          'peakLive',
          [1, 1.001, 0.999, 1, 1, 1].map((one) => one * factor),
        ),
      ),
    ),
  );
const changes = changesBetween(sideOf(1e8), sideOf(2e8), [{ metric: 'peakLive', share: 0.02 }], {
  before: `a${hostile}`,
  after: `b${hostile}`,
  remedy: `do${hostile}`,
});

const verdict = verdictOf(checksOfChanges(changes, 'comparison', { required: true }), {
  subject: `c${hostile}`,
});

const run = wholeRun();
const formats: readonly (readonly [name: string, text: string])[] = [
  ['report.md', renderMarkdown(run)],
  ['report.html', renderHtml(run)],
  ['junit.xml', renderJunit(run, verdictOfRun(run))],
  ['the terminal', toTerminal(renderTerminal(run))],
  ['the terminal of a comparison', toTerminal(renderTerminalChanges(changes, verdict, `do${hostile}`))],
  ['comment.md', renderComment(changes, verdict, `do${hostile}`)],
];

test.each(formats)(
  'in %s outside text has no control character, no direction mark and no half character',
  (_, text) => {
    expect(text).toContain('octocat');
    expect(text.match(/(?![\n\t])\p{Cc}|\p{Cf}|\p{Cs}/u)).toBeNull();
  },
);

test.each(formats)('in %s outside text is no command to a CI server', (_, text) => {
  expect(text.match(/##\w*\[/)).toBeNull();
});

test.each(formats.filter(([name]) => !name.startsWith('the terminal')))(
  'in %s outside text is no markup',
  (_, text) => {
    expect(parseHTML(`<main>${text}</main>`).document.querySelectorAll('b')).toHaveLength(0);
  },
);

test.each(formats.filter(([name]) => name.endsWith('.md')))(
  'in %s outside text mentions nobody',
  (_, text) => {
    // Not where a link leads, nor what does not show.
    const shown = text.replace(/\]\([^)]*\)|<!--.*?-->/g, '');
    expect(shown.match(/@octocat|#12|GH-3/)).toBeNull();
  },
);

test.each(formats.filter(([name]) => name.startsWith('the terminal')))(
  'in %s no line is a command',
  (_, text) => {
    expect(text.match(/^\s*::/m)).toBeNull();
  },
);

test('of annotations each line is the command that it is meant to be', () => {
  const lines = annotations(verdictOfRun(run), `a${hostile}`).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(line).toMatch(/^::(error|warning|notice) file=[^:]*,title=[^:]*::/);
    expect(line).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}|##\w*\[/u);
  }
});

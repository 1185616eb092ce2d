import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Claim } from '../../src/record/checks/claims.ts';
import type { Run } from '../../src/record/run.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal, renderTerminalClaims } from '../../src/report/terminal/terminal.ts';
import { aClaim, aReading, atLeast, atMost, between, perStatusAgainstNaive } from '../builders/claims.ts';
import { productionJournal } from '../builders/journals.ts';

const chunk = 'name-then-chunk chunk=100';

const trial: readonly Claim[] = [
  aClaim(perStatusAgainstNaive(atMost(0.95)), { expect: 'fails' }),
  {
    id: '2',
    who: 'amaltaro',
    where: 'https://example.org/12385, review',
    says: 'it improves memory consumption by 0.01% only',
    readings: [
      aReading(perStatusAgainstNaive(between(0.99985, 0.99995)), { name: 'letter' }),
      aReading(perStatusAgainstNaive(between(0.98, 1.02)), { name: 'sense' }),
    ],
  },
  {
    ...aClaim({ kind: 'value', quantity: 'peakLive', of: chunk, aboveIdle: true, bound: atMost(1000) }),
    id: '3',
    says: 'approximately 1KB of RAM',
  },
  { ...aClaim({ kind: 'notMeasurable', why: 'who asked is in the logs' }), id: '4', says: 'harder to track' },
  { ...aClaim({ kind: 'paretoFront', of: chunk, among: null }), id: '5', says: 'a good commitment' },
  {
    ...aClaim({ kind: 'value', quantity: 'missed', of: chunk, aboveIdle: false, bound: atLeast(1) }),
    id: '6',
    says: 'left out',
  },
];

const runWith = (claims: readonly Claim[], rounds = 3): Run =>
  analyseJournal(productionJournal(rounds, { claims }), { pinnedNode: '26.10.0' });
const longest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

test('claims at a terminal: the tally, then words, source, verdict and figures of each', () => {
  const text = renderTerminalClaims(runWith(trial));
  expect(longest(text)).toBeLessThanOrEqual(80);
  expect(`\n${text}`).toMatchInlineSnapshot(`
    "
    production
    2 claims not as expected in production; 1 not resolved (2 (1 of 2): it improves
      memory consumption by 0.01% only: 1 % less to 0.29 % more, claimed 0.015 %
      less to 0.005 % less); 1 left out

    6 claims in 7 readings: 2 confirmed, 3 refuted, 1 not resolved, 1 not
    measurable.

    1. “memory now is reused”
       vkuznet, a comment of 2025-06-16
       Refuted — per-status: 0.066 % more peak live than naive
         claimed: at least 5 % less (Node); median ratio 1.00066 (0.99002 to
         1.00287, 3 samples); peak live of naive 612 MB; peak live of per-status 608
         MB

    2. “it improves memory consumption by 0.01% only”
       amaltaro, https://example.org/12385, review
       Not resolved — per-status: 0.066 % more peak live than naive
         claimed: 0.015 % less to 0.005 % less (letter, Node); median ratio 1.00066
         (0.99002 to 1.00287, 3 samples); peak live of naive 612 MB; peak live of
         per-status 608 MB; needs 6 samples: use --samples 6
       Confirmed — per-status: 0.066 % more peak live than naive
         claimed: 2 % less to 2 % more (sense, Node); median ratio 1.00066 (0.99002
         to 1.00287, 3 samples); peak live of naive 612 MB; peak live of per-status
         608 MB

    3. “approximately 1KB of RAM”
       vkuznet, a comment of 2025-06-16
       Refuted, not as expected — peak live of name-then-chunk chunk=100: 50.2 MB
         above idle
         claimed: at most 1.00 kB (Node); above idle 50.2 MB (50.2 MB to 50.6 MB, 3
         samples); peak live of name-then-chunk chunk=100 54.8 MB

    4. “harder to track”
       vkuznet, a comment of 2025-06-16
       Not measurable
         who asked is in the logs

    5. “a good commitment”
       vkuznet, a comment of 2025-06-16
       Confirmed — no other strategy is both faster and leaner than name-then-chunk
         chunk=100
         (Node); peak live of name-then-chunk chunk=100 54.8 MB; wall time of
         name-then-chunk chunk=100 1.52 s

    6. “left out”
       vkuznet, a comment of 2025-06-16
       Refuted, not as expected — workflows missed by name-then-chunk chunk=100: 0
         claimed: at least 1 (Node); workflows missed by name-then-chunk chunk=100 0
         (0 to 0, 9 samples)
    "
  `);
});

test('claims in Markdown', () => {
  const text = renderMarkdown(runWith(trial));
  const from = text.indexOf('## Claims');
  expect(`\n${text.slice(from, text.indexOf('\n## ', from + 1))}`).toMatchInlineSnapshot(`
    "
    ## Claims

    6 claims in 7 readings: 2 confirmed, 3 refuted, 1 not resolved, 1 not measurable.

    **1.** “memory now is reused”<br>vkuznet, a comment of 2025-06-16

    - **Refuted**: per-status: 0.066 % more peak live than naive<br>claimed: at least 5 % less (Node); median ratio 1.00066 (0.99002 to 1.00287, 3 samples); peak live of naive 612 MB; peak live of per-status 608 MB

    **2.** “it improves memory consumption by 0.01% only”<br>amaltaro, https://example.org/12385, review

    - **Not resolved**: per-status: 0.066 % more peak live than naive<br>claimed: 0.015 % less to 0.005 % less (letter, Node); median ratio 1.00066 (0.99002 to 1.00287, 3 samples); peak live of naive 612 MB; peak live of per-status 608 MB; needs 6 samples: use --samples 6
    - **Confirmed**: per-status: 0.066 % more peak live than naive<br>claimed: 2 % less to 2 % more (sense, Node); median ratio 1.00066 (0.99002 to 1.00287, 3 samples); peak live of naive 612 MB; peak live of per-status 608 MB

    **3.** “approximately 1KB of RAM”<br>vkuznet, a comment of 2025-06-16

    - **Refuted, not as expected**: peak live of name-then-chunk chunk=100: 50.2 MB above idle<br>claimed: at most 1.00 kB (Node); above idle 50.2 MB (50.2 MB to 50.6 MB, 3 samples); peak live of name-then-chunk chunk=100 54.8 MB

    **4.** “harder to track”<br>vkuznet, a comment of 2025-06-16

    - **Not measurable**: who asked is in the logs

    **5.** “a good commitment”<br>vkuznet, a comment of 2025-06-16

    - **Confirmed**: no other strategy is both faster and leaner than name-then-chunk chunk=100<br>(Node); peak live of name-then-chunk chunk=100 54.8 MB; wall time of name-then-chunk chunk=100 1.52 s

    **6.** “left out”<br>vkuznet, a comment of 2025-06-16

    - **Refuted, not as expected**: workflows missed by name-then-chunk chunk=100: 0<br>claimed: at least 1 (Node); workflows missed by name-then-chunk chunk=100 0 (0 to 0, 9 samples)
    "
  `);
});

test('a run says the same in its own report, and nothing about claims where there are none', () => {
  const [name = '', ...blocks] = renderTerminalClaims(runWith(trial))
    .trimEnd()
    .split(/\n(?=\S)|\n\n/);
  for (const block of [name, ...blocks]) expect(renderTerminal(runWith(trial))).toContain(block);
  expect(renderTerminal(runWith([]))).not.toMatch(/\d claims?\b/);
  expect(renderMarkdown(runWith([]))).not.toContain('Claims');
});

test("a claim in a runtime of one's own says which", () => {
  const claim = aClaim(perStatusAgainstNaive(atMost(0.95)), { name: 'letter', runtime: 'constructor' });
  expect(renderTerminalClaims(runWith([claim]))).toContain('(letter, constructor)');
});

test('that a claim holds and that one is refuted, as expected, are told apart by colour too', () => {
  const claims = [
    aClaim(perStatusAgainstNaive(atMost(1.1))),
    aClaim(perStatusAgainstNaive(atMost(0.5)), { expect: 'fails' }),
  ];
  const marks = renderHtml(runWith(claims)).match(/class="mark \w+">(?=Confirmed|Refuted)/g);
  expect(new Set(marks).size).toBe(2);
});

test('a verdict that rests on one reading says so', () => {
  const text = renderTerminalClaims(runWith(trial, 1));
  expect(text).toContain('Refuted (1 sample) — per-status: ');
  expect(text).toContain('Confirmed (1 sample) — no other strategy is both faster and leaner');
  expect(text).not.toContain(', 1 samples');
});

describe('words from outside', () => {
  test('stay words in Markdown', () => {
    const [claim] = renderMarkdown(
      runWith([{ ...aClaim({ kind: 'notMeasurable', why: '<b>' }), says: '<script>*a*' }]),
    )
      .split('\n')
      .filter((line) => line.includes('script'));
    expect(claim).toBe('**1.** “&lt;script&gt;\\*a\\*”<br>vkuznet, a comment of 2025-06-16');
  });

  test('never make a line longer than the terminal, or colour it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (says) => {
        const text = renderTerminalClaims(
          runWith([{ ...aClaim({ kind: 'notMeasurable', why: says }), says, who: says }], 1),
        );
        expect(longest(text)).toBeLessThanOrEqual(80);
        expect(text).not.toContain('\u001b');
      }),
      { numRuns: 30 },
    );
  });
});

describe('the exit code', () => {
  const codeFor = (...claims: readonly Claim[]): number => verdictOfRun(runWith(claims)).exitCode;
  const refuted = perStatusAgainstNaive(atMost(0.5));

  test('is 0 where every decided claim is as expected', () => {
    expect(codeFor(aClaim(refuted, { expect: 'fails' }), aClaim(perStatusAgainstNaive(atMost(1.1))))).toBe(0);
  });

  test('is 1 where one is not, either way', () => {
    expect(codeFor(aClaim(refuted))).toBe(1);
    expect(codeFor(aClaim(perStatusAgainstNaive(atMost(1.1)), { expect: 'fails' }))).toBe(1);
  });

  test('is 0 for what is undecided or cannot be measured', () => {
    expect(
      codeFor(aClaim(perStatusAgainstNaive(atMost(0.995))), aClaim({ kind: 'notMeasurable', why: 'no' })),
    ).toBe(0);
  });
});

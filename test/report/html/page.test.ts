import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { parseJournal } from '../../../src/cases/records.ts';
import type { Claim } from '../../../src/record/checks/claims.ts';
import type { Run } from '../../../src/record/run.ts';
import { renderHtml } from '../../../src/report/html/page.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { aClaim, atMost, perStatusAgainstNaive } from '../../builders/claims.ts';
import { growthRun } from '../../builders/growth.ts';
import { aJournal, aSample, productionJournal, rounds } from '../../builders/journals.ts';
import { analyse, hostileName, sweepJournal } from '../../builders/sweeps.ts';

const pageOf = (run: Run): { readonly titles: string[]; readonly text: (selector: string) => string[] } => {
  const { document } = parseHTML(renderHtml(run));
  const text = (selector: string): string[] =>
    [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '');
  return { titles: text('h2'), text };
};

test('the verdict and the headline figures stand first', () => {
  const { titles, text } = pageOf(analyse(sweepJournal()));
  expect(titles.slice(0, 5)).toEqual([
    'Verdict',
    'Compared with the reference',
    'Peak memory',
    'Memory over time',
    'Time against memory',
  ]);
  expect(text('.tiles div')).toEqual([
    'peak live, the reference660 MB naive',
    'lowest peak live20.0 MB name-then-chunk chunk=10',
    'idle, the base15.0 MB idle',
  ]);
  expect(text('.verdicts .mark')).toEqual(['failed', '-97 %', '-96 %', '-76 %']);
});

test('of a sweep the strategies that no other beats are marked', () => {
  const { text } = pageOf(analyse(sweepJournal()));
  expect(text('.points li')).toEqual([
    'naive 1.50 s, 660 MB',
    'name-then-chunk chunk=10 1.80 s, 20.0 MB, front',
    'name-then-chunk chunk=100 1.20 s, 28.0 MB, front',
    'name-then-chunk chunk=1000 1.30 s, 160 MB',
  ]);
});

test('without peak live, by which the front is told, there is no sweep', () => {
  const { header, samples } = sweepJournal();
  const run = analyse({ header, samples: samples.filter(({ purpose }) => purpose !== 'live') });
  expect(pageOf(run).titles).not.toContain('Time against memory');
});

test('without a matrix there is no sweep, without timelines no course, without claims no claims', () => {
  const { titles } = pageOf(analyse(productionJournal()));
  expect(titles).not.toContain('Time against memory');
  expect(titles).not.toContain('Memory over time');
  expect(titles).not.toContain('Claims');
});

test('a run of one metric, or of none, is a page all the same', () => {
  const counted = pageOf(analyse(aJournal(rounds('naive', 'requests', [5])))).titles;
  expect(counted.slice(0, 2)).toEqual(['Verdict', 'Figures']);
  expect(counted).not.toContain('Peak memory');
  const { titles } = pageOf(analyse(aJournal([])));
  expect(titles).toContain('Environment');
  expect(titles).not.toContain('Figures');
});

test('a strategy without a timeline says so where its course would be', () => {
  const { text } = pageOf(analyse(sweepJournal()));
  expect(text('.panel figcaption').at(-1)).toBe(`${hostileName}its pilot left no timeline`);
});

const runWith = (...claims: readonly Claim[]): Run => analyse(productionJournal(3, { claims }));

test('claims are shown word for word, with the verdict of each reading', () => {
  const claim = aClaim(perStatusAgainstNaive(atMost(0.5)), { name: 'letter' });
  const { text } = pageOf(runWith({ ...claim, says: 'memory is <b>reused</b>' }));
  expect(text('blockquote p')).toEqual(['“memory is <b>reused</b>”']);
  expect(text('.claims .mark')).toEqual(['Refuted, not as expected']);
  expect(text('.claims .verdicts li')[0]).toContain('(letter, Node)');
});

test('an address is a link, but only one of the web', () => {
  const claim = aClaim(perStatusAgainstNaive(atMost(2)));
  const linked = (where: string): string => renderHtml(runWith({ ...claim, where }));
  expect(linked('https://example.org/1')).toContain('<a href="https://example.org/1"');
  expect(linked('https://example.org/1, comment of 2025-06-16')).toContain(
    '<a href="https://example.org/1" rel="noreferrer">https://example.org/1</a>, comment of 2025-06-16<',
  );
  expect(linked('javascript:alert(1)')).not.toContain('href="javascript');
  expect(linked('javascript:alert(1)')).toContain('javascript:alert(1)');
});

const fixedElements = (run: Run): string[] => {
  const { document } = parseHTML(renderHtml(run));
  return [...document.querySelectorAll('*')].map(
    (element) => `${element.tagName} ${element.getAttributeNames().join(' ')}`,
  );
};

/** Texts that look like markup more often than chance would have it. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>',
        '</style>',
        '"',
        "'",
        '>',
        '<!--',
        '-->',
        '&lt;',
        ']]>',
        '\u001b[31m',
        '\u202e',
      ),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

test('no text from outside becomes an element or an attribute', () => {
  const withText = (text: string): Run =>
    analyse(
      aJournal([...rounds(`a ${text}`, 'peakHeap', [1e6]), ...rounds('b', 'peakHeap', [2e6])], {
        scenario: { name: `x ${text}`, description: `y ${text}`, path: text },
      }),
    );
  const expected = fixedElements(withText(''));
  fc.assert(
    fc.property(texts, (text) => {
      expect(fixedElements(withText(text))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('the figure that the table sorts by is the cell’s own number', () => {
  const { document } = parseHTML(renderHtml(analyse(aJournal([aSample('naive')]))));
  const cell = document.querySelector('td[data-value]');
  expect(cell?.getAttribute('data-value')).toBe('380000000');
  expect(cell?.textContent).toBe('380 MB');
});

test('the report of a production run is less than 300 kB', () => {
  const file = new URL('../../../reports/reference/production/samples.jsonl', import.meta.url);
  const { journal } = parseJournal(readFileSync(file, 'utf8'), 'samples.jsonl');
  expect(Buffer.byteLength(renderHtml(analyse(journal)))).toBeLessThan(300_000);
});

test('named measurements are links to their reports', () => {
  const run = growthRun();
  const { document } = parseHTML(renderHtml(run));
  const links = [...document.querySelectorAll('#measurements a')];
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['tenth/report.html', 'half/report.html']);
  expect(pageOf(run).text('#measurements li')).toEqual(['tenth: 100 workflows', 'half: 500 workflows']);
  expect(renderMarkdown(run)).toContain('- [half](half/report.md): 500 workflows');
});

test('growth is drawn, each size a point, with its figures as text', () => {
  const { document } = parseHTML(renderHtml(growthRun()));
  const chart = document.querySelector('.growth svg');
  expect(chart?.getAttribute('aria-label')).toBe(
    'peak live of naive above idle against the number of workflows',
  );
  expect(chart?.getAttribute('aria-description')).toBe('10.0 MB at 100, 50.0 MB at 500, 100 MB at 1,000');
  expect(chart?.querySelectorAll('.points circle')).toHaveLength(3);
});

test('budgets are shown with their verdicts', () => {
  const spread = { kind: 'range', low: 6.1e8, high: 6.14e8, readings: 3 } as const;
  const budgets: Run['budgets'] = [
    { label: 'naive', metric: 'peakLive', limit: 4e8, verdict: 'over', median: 6.12e8, spread },
    { label: 'idle', metric: 'wallTime', limit: 50, verdict: 'not measured', why: 'it failed' },
  ];
  const { text } = pageOf({ ...analyse(productionJournal()), budgets });
  expect(text('#budgets li')).toEqual([
    'overnaive: peak live 612 MB, over its budget of 400 MB (range of 3 samples 610 MB to 614 MB)',
    'not measuredidle: wall time was not judged, its budget is 50 ms: it failed',
  ]);
});

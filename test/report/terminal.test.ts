import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import type { Run } from '../../src/record/run.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { labelThenFigures, plain } from '../../src/report/model/report.ts';
import { layOutTable } from '../../src/report/terminal/layout.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import {
  aJournal,
  aProgram,
  aRow,
  aSample,
  completed,
  outOfMemory,
  productionJournal,
  rounds,
} from '../builders/journals.ts';

const analyse = (journal: Journal): Run => analyseJournal(journal, { pinnedNode: '26.10.0' });
const longest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

test('a run on 80 columns', () => {
  const text = renderTerminal(analyse(productionJournal()));
  expect(longest(text)).toBeLessThanOrEqual(80);
  expect(`\n${text}`).toMatchInlineSnapshot(`
    "
    production
    Lowest peak live: name-then-chunk chunk=100, 54.8 MB (91 % less than naive);
    per-status: no difference.
    9,555 workflows, 180 MB (18.8 kB each), seed 1, scale 1, Node 26.10.0, 3
    samples.

    all checks passed in production (4 rows)

    per-status: the same peak live as naive (-1.0 % to +0.3 % in 3 samples)
    name-then-chunk chunk=100: 91 % less peak live than naive (3 samples)

    idle fetches no workflow: peak live 4.61 MB, peak heap 4.62 MB, peak RSS 62.3
      MB, wall time 24 ms. Every other row includes this.

                                  peak               upper     peak     peak
    strategy                      live   vs naive    bound     heap    total
    ────────────────────────────────────────────────────────────────────────
    idle                       4.61 MB      -99 %  4.76 MB  4.62 MB  5.12 MB
    naive                       612 MB  reference   632 MB   380 MB   680 MB
    per-status                  608 MB     +0.1 %   629 MB   379 MB   676 MB
    name-then-chunk chunk=100  54.8 MB      -91 %  56.6 MB  48.3 MB  60.9 MB

    strategy                   peak RSS  wall time  CPU time
    ────────────────────────────────────────────────────────
    idle                        62.3 MB      24 ms     31 ms
    naive                        771 MB     2.01 s    2.62 s
    per-status                   766 MB     1.93 s    2.50 s
    name-then-chunk chunk=100    201 MB     1.52 s    1.97 s

                                                    largest      in
    strategy                   requests  received  response  flight       workflows
    ───────────────────────────────────────────────────────────────────────────────
    idle                              2    400 kB    300 kB       1            none
    naive                             5    180 MB    180 MB       1  9,555 of 9,555
    per-status                        5    180 MB    180 MB       1  9,555 of 9,555
    name-then-chunk chunk=100       103    181 MB   2.10 MB       1  9,555 of 9,555

    peak live: the most memory needed at once, heap and external together: the
      largest reading after a collection, under a tight schedule of full collections
    upper bound: of peak live: the largest reading before a collection of the same
      schedule, garbage included
    peak heap: the most V8 heap in use at once, garbage included, under V8's own
      schedule: exact, from every GC event
    peak total: heap and external memory (buffers, large strings) together at the
      same GC event: a lower bound
    peak RSS: the kernel's high-water mark of the process's resident memory, without
      heap instruments
    wall time: the first cycle of a fresh process: from the first request to the
      last item, or one call of a function
    CPU time: processor time of the first cycle, all threads together
    requests: requests that the services answered
    received: bytes of response bodies that the services sent
    largest response: the largest single answer: what the service behind it must
      hold
    in flight: the most requests under way at once

    Node 26.10.0, V8 14.2.231.9-node.12, linux x64, kernel 6.1.0
    Example CPU at 2.5 GHz, 2 cores, 8.59 GB of memory
    tidemark 0.1.0, commit 1a2b3c4, started 2026-11-20T10:00:00.000Z
    workload production: 9,552 announced, 2 aborted-completed, 1 rejected; digest
      9555:0c5e1f9a2b7d4
    scenario scenarios/production.yaml

    note: too few samples for a 95 % interval: it needs 6, this run has 3
      Use --samples 6. Ranges are shown instead. By chance alone, 3 samples all
      point one way once in 4 runs.
    "
  `);
});

test('on 60 columns no line is longer', () => {
  expect(longest(renderTerminal(analyse(productionJournal()), { width: 60 }))).toBeLessThanOrEqual(60);
});

test('on 120 columns heads take one line', () => {
  const text = renderTerminal(analyse(productionJournal()), { width: 120 });
  expect(text).toMatch(/^strategy +requests +received +largest response +in flight +workflows$/m);
  expect(longest(text)).toBeLessThanOrEqual(120);
});

describe('no line is longer than 80 columns', () => {
  test('with a long label as the reference, failures and interruptions', () => {
    const { header, samples } = productionJournal(7);
    const long = './my-strategies/stream-with-a-very-long-name-indeed.ts lookup=post chunk=1000';
    const journal: Journal = {
      header: {
        ...header,
        reference: long,
        rows: [...header.rows, aRow(long), aRow('gone')],
      },
      samples: [
        ...samples,
        ...rounds(long, 'peakHeap', [1e9]),
        aSample(long, { round: 2, outcome: outOfMemory }),
      ],
    };
    expect(longest(renderTerminal(analyse(journal)))).toBeLessThanOrEqual(80);
  });

  test('whatever labels, messages and figures there are', () => {
    const text = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 90 });
    const figure = fc.double({ min: 0, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(text, text, figure, (label, message, value) => {
        const failed = aSample(label, {
          round: 2,
          outcome: { status: 'failed', failure: { kind: 'invalid-report', message }, completeness: null },
        });
        const outcome = completed({ peakHeap: value, wallTime: value, requests: Math.round(value) });
        const run = analyse(aJournal([aSample('naive'), aSample(label, { outcome }), failed]));
        expect(longest(renderTerminal(run))).toBeLessThanOrEqual(80);
      }),
      { numRuns: 60 },
    );
  });
});

test('a column without any figure is left out, and a missing figure is a dash', () => {
  const text = renderTerminal(
    analyse(
      aJournal([
        aSample('naive', { outcome: completed({ peakHeap: 1 }) }),
        aSample('other', { outcome: outOfMemory }),
      ]),
    ),
  );
  expect(text).toMatch(/^strategy +peak heap$/m);
  expect(text).toMatch(/^other +–$/m);
});

test('requests that were sent again are told where there were any', () => {
  const textOf = (retries: number): string =>
    renderTerminal(
      analyse(
        aJournal([
          aSample('naive', { outcome: completed({ requests: 5, retries: 0 }) }),
          aSample('other', { outcome: completed({ requests: 9, retries }) }),
        ]),
      ),
    );
  expect(textOf(2)).toMatch(
    /^strategy +requests +vs naive +retries +workflows\n─+\nnaive +5 +reference +0 .*\nother +9 +\+80 % +2 /m,
  );
  expect(textOf(2)).toContain('retries: requests that the client sent again');
  expect(textOf(0)).not.toContain('retries');
});

test('a failure is told with its kind and its message', () => {
  const text = renderTerminal(analyse(aJournal([aSample('naive', { outcome: outOfMemory })])));
  expect(text).toMatch(/^naive +failed: out-of-memory$/m);
  expect(text).toContain('failed: naive: out-of-memory: Reached heap limit');
});

test('a failure that was expected stands in the table with its reason', () => {
  const text = renderTerminal(
    analyse(
      aJournal([aSample('naive', { outcome: outOfMemory })], {
        rows: [aRow('naive', { expect: 'fails' })],
      }),
    ),
  );
  expect(text).toMatch(/^naive +failed, as expected:\n +Reached heap limit$/m);
  expect(text).toContain('failed, as expected: naive: out-of-memory: Reached heap limit');
});

test('an escape sequence in a message does not reach the terminal', () => {
  const outcome = completed({}, { unavailable: { peakRss: '\u001b]0;title\u0007\u001b[2Jgone' } });
  expect(renderTerminal(analyse(aJournal([aSample('a\u001b[31m', { outcome })])))).not.toContain('\u001b');
});

test('colour adds nothing but colour', () => {
  const run = analyse(productionJournal());
  const coloured = renderTerminal(run, { colour: true });
  expect(coloured).toContain('\u001b[32m-91 %\u001b[39m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderTerminal(run));
});

describe('rows of several runtimes', () => {
  const detail = { kind: 'program', version: 'CPython 3.11.7' } as const;
  const python = (label: string, tracedPeak: number) => [
    aSample(label, { purpose: 'traced', outcome: completed({ tracedPeak }, { detail }) }),
  ];
  const text = renderTerminal(
    analyse(
      aJournal(
        [
          ...rounds('naive', 'peakLive', [600e6]),
          ...rounds('chunks', 'peakLive', [30e6]),
          ...python('python naive', 800e6),
          ...python('python chunks', 40e6),
        ],
        {
          rows: [
            aRow('naive'),
            aRow('chunks'),
            aProgram('python naive', { traced: true }),
            aProgram('python chunks', { traced: true }),
          ],
        },
      ),
    ),
    { width: 120 },
  );

  test('name theirs, and are compared by what each runtime has', () => {
    expect(text).toMatch(/strategy +runtime +peak live +vs naive +traced peak +vs python naive/);
    expect(text).toMatch(/chunks +node +30.0 MB +-95 % +– +–/);
    expect(text).toMatch(/python naive +python +– +– +800 MB +reference/);
    expect(text).toMatch(/python chunks +python +– +– +40.0 MB +-95 %/);
    expect(text, 'a table without figures').not.toMatch(/strategy +runtime\n/);
    expect(text).toContain('chunks: 95 % less peak live than naive');
    expect(text).toContain('python chunks: 95 % less traced peak than python naive');
  });

  test('tell which version the program says that it runs on', () => {
    expect(text).toContain('CPython 3.11.7: python naive, python chunks');
  });
});

test('a limit of a container that could not be tried has no result, and says why', () => {
  const lives = { limitBytes: 2 ** 30, tries: 3, survived: 3, endings: [] };
  const untried = { limitBytes: 2 ** 36, tries: 0, survived: 0, endings: ['it cannot be reached, since …'] };
  const sample = (label: string) => {
    const detail = { kind: 'container', limits: [lives, untried], probes: [] } as const;
    return aSample(label, { purpose: 'container', outcome: completed({ wallTime: 1 }, { detail }) });
  };
  const text = renderTerminal(analyse(aJournal([sample('naive'), sample('lines')])));
  expect(text).toMatch(/^naive +lives$/m);
  expect(text).toContain('naive, lines: no result in 64 GiB: it cannot be reached, since …');
});

test('a long failure takes a few lines: its beginning, its end, and where the whole of it is', () => {
  const message = `first ${'word '.repeat(500)}last`;
  const outcome = { status: 'failed', failure: { kind: 'error', message }, completeness: null } as const;
  const failed = aSample('naive', { outcome });
  const { header } = productionJournal();
  const run = analyse({ header, samples: [failed] });
  const lines = renderTerminal(run).split('\n');
  const begin = lines.findIndex((line) => line.startsWith('failed: naive: error: first'));
  expect(lines.slice(begin + 3, begin + 6)).toEqual([
    expect.stringMatching(/^ {2}… \d+ lines, which report\.md has …$/),
    expect.stringContaining('word'),
    expect.stringMatching(/word last$/),
  ]);
  expect(renderMarkdown(run)).toContain(message);
});

test('what is said of a figure stands whole below it', () => {
  const columns = labelThenFigures(['strategy', 'peak']);
  const table = { columns, content: [[plain('a'), { ...plain('15.9 MB'), remark: 'not all of it' }]] };
  const [, , ...rows] = layOutTable(table, 80, (_, text) => text).split('\n');
  expect(rows.map((row) => row.trim())).toEqual(['a              15.9 MB,', 'not all of it']);
});

test('the processes of a program are listed, each with its figure and what it is', () => {
  const processes = [
    { name: 'tool', role: 'program', metrics: { peakLive: 15_900_000 } },
    { name: 'helper.mjs', role: 'other', metrics: { peakLive: 9_500_000 } },
    { name: 'npx-cli.js', role: 'launcher', metrics: { peakLive: 21_100_000 } },
  ] as const;
  const outcome = {
    ...completed({ peakLive: 15_900_000 }),
    detail: { kind: 'program', version: null, processes },
  };
  const sample = aSample('export', { purpose: 'live', outcome: outcome as Sample['outcome'] });
  const journal = aJournal([sample]);
  expect(renderTerminal(analyse(journal)).replace(/\s+/g, ' ')).toContain(
    'export, its processes: tool peak live 15.9 MB, whose figures these are; helper.mjs peak live 9.50 MB; npx-cli.js peak live 21.1 MB, which only starts others.',
  );
});

import { expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Run } from '../../src/record/run.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import {
  aJournal,
  aSample,
  complete,
  completed,
  outOfMemory,
  productionJournal,
} from '../builders/journals.ts';

const analyse = (journal: Journal): Run => analyseJournal(journal, { pinnedNode: '26.10.0' });

test('a run', () => {
  expect(`\n${renderMarkdown(analyse(productionJournal()))}`).toMatchInlineSnapshot(`
    "
    # production

    **Lowest peak live: name-then-chunk chunk=100, 54.8 MB (91 % less than naive); per-status: no difference.**

    9,555 workflows, 180 MB (18.8 kB each), seed 1, scale 1, Node 26.10.0, 3 samples.

    ## Verdict

    **all checks passed in production (4 rows)**

    ## Compared with the reference

    - per-status: the same peak live as naive (-1.0 % to +0.3 % in 3 samples)
    - name-then-chunk chunk=100: 91 % less peak live than naive (3 samples)

    ## Figures

    Figures are medians, with (min–max) where samples differ.

    - idle fetches no workflow: peak live 4.61 MB, peak heap 4.62 MB, peak RSS 62.3 MB, wall time 24 ms. Every other row includes this.

    ### Memory

    | strategy                  |           peak live |        vs naive |         upper bound |           peak heap |          peak total |
    | :------------------------ | ------------------: | --------------: | ------------------: | ------------------: | ------------------: |
    | idle                      | 4.61 MB (4.56–4.61) | -99 % (0.00752) | 4.76 MB (4.71–4.77) | 4.62 MB (4.57–4.62) | 5.12 MB (5.07–5.12) |
    | naive                     |    612 MB (608–613) |       reference |    632 MB (628–633) |    380 MB (378–381) |    680 MB (676–681) |
    | per-status                |    608 MB (607–614) | +0.1 % (1.0007) |    629 MB (627–634) |    379 MB (377–382) |    676 MB (674–682) |
    | name-then-chunk chunk=100 | 54.8 MB (54.7–55.2) |  -91 % (0.0895) | 56.6 MB (56.6–57.0) | 48.3 MB (48.3–48.7) | 60.9 MB (60.8–61.3) |

    ### Process

    | strategy                  |            peak RSS |          wall time |           CPU time |
    | :------------------------ | ------------------: | -----------------: | -----------------: |
    | idle                      | 62.3 MB (61.6–62.3) |              24 ms |              31 ms |
    | naive                     |    771 MB (766–772) | 2.01 s (2.00–2.02) | 2.62 s (2.60–2.62) |
    | per-status                |    766 MB (764–772) | 1.93 s (1.92–1.94) | 2.50 s (2.50–2.52) |
    | name-then-chunk chunk=100 |    201 MB (200–202) | 1.52 s (1.52–1.53) | 1.97 s (1.97–1.99) |

    ### Load on the services

    | strategy                  | requests | received | largest response | in flight |      workflows |
    | :------------------------ | -------: | -------: | ---------------: | --------: | -------------: |
    | idle                      |        2 |   400 kB |           300 kB |         1 |           none |
    | naive                     |        5 |   180 MB |           180 MB |         1 | 9,555 of 9,555 |
    | per-status                |        5 |   180 MB |           180 MB |         1 | 9,555 of 9,555 |
    | name-then-chunk chunk=100 |      103 |   181 MB |          2.10 MB |         1 | 9,555 of 9,555 |

    ## Further figures

    | strategy                  |           allocated | collections |          GC time | bytes in flight |
    | :------------------------ | ------------------: | ----------: | ---------------: | --------------: |
    | idle                      | 13.9 MB (13.7–13.9) |          40 |             5 ms |          300 kB |
    | naive                     | 1.14 GB (1.13–1.14) |          40 | 403 ms (400–403) |          180 MB |
    | per-status                | 1.14 GB (1.13–1.15) |          40 | 385 ms (384–388) |          180 MB |
    | name-then-chunk chunk=100 |    145 MB (145–146) |          40 | 304 ms (303–306) |         2.10 MB |

    ## The rule cleaner's report

    | strategy                  | total | cleaned | normal archived | force archived |
    | :------------------------ | ----: | ------: | --------------: | -------------: |
    | idle                      |     0 |       0 |               0 |              0 |
    | naive                     | 9,555 |   9,300 |           9,100 |             55 |
    | per-status                | 9,555 |   9,300 |           9,100 |             55 |
    | name-then-chunk chunk=100 | 9,555 |   9,300 |           9,100 |             55 |

    ## What the figures mean

    - peak live: the most memory needed at once, heap and external together: the largest reading after a collection, under a tight schedule of full collections
    - upper bound: of peak live: the largest reading before a collection of the same schedule, garbage included
    - peak heap: the most V8 heap in use at once, garbage included, under V8's own schedule: exact, from every GC event
    - peak total: heap and external memory (buffers, large strings) together at the same GC event: a lower bound
    - allocated: all bytes allocated on the V8 heap during the cycle
    - collections: collections during the cycle
    - GC time: time that collections and their marking steps kept the main thread
    - peak RSS: the kernel's high-water mark of the process's resident memory, without heap instruments
    - wall time: the first cycle of a fresh process: from the first request to the last item, or one call of a function
    - CPU time: processor time of the first cycle, all threads together
    - requests: requests that the services answered
    - received: bytes of response bodies that the services sent
    - largest response: the largest single answer: what the service behind it must hold
    - in flight: the most requests under way at once
    - bytes in flight: the most bytes produced at once of answers that had not ended

    ## Environment

    - Node 26.10.0, V8 14.2.231.9-node.12, linux x64, kernel 6.1.0
    - Example CPU at 2.5 GHz, 2 cores, 8.59 GB of memory
    - tidemark 0.1.0, commit 1a2b3c4, started 2026-11-20T10:00:00.000Z
    - workload production: 9,552 announced, 2 aborted-completed, 1 rejected; digest 9555:0c5e1f9a2b7d4
    - scenario scenarios/production.yaml

    ## What to mind

    - **Note:** too few samples for a 95 % interval: it needs 6, this run has 3
      <br>Use --samples 6. Ranges are shown instead. By chance alone, 3 samples all point one way once in 4 runs.
    "
  `);
});

test('sections without content are left out', () => {
  const text = renderMarkdown(analyse(productionJournal(6)));
  expect(text).not.toContain('## Failures');
  expect(text).not.toContain('## Not available');
  expect(text).not.toContain('## What to mind');
});

test('from six rounds on, comparisons give their interval', () => {
  expect(renderMarkdown(analyse(productionJournal(6)))).toMatch(
    /^- name-then-chunk chunk=100: 91 % less peak live than naive \(95 % interval -91 % to -91 %\)$/m,
  );
});

test('failures, reasons and warnings are told, those who failed with their kind in the table', () => {
  const text = renderMarkdown(
    analyse(
      aJournal([
        aSample('naive', {
          outcome: completed({ peakHeap: 1 }, { unavailable: { peakTotal: 'no collection' } }),
        }),
        aSample('chunk', { outcome: outOfMemory }),
      ]),
    ),
  );
  expect(text).toContain('- failed: chunk: out-of-memory: Reached heap limit');
  expect(text).toContain('- naive: no peak total (no collection)');
  expect(text).toMatch(/^\| chunk +\| +failed: out-of-memory \|$/m);
  expect(text).toContain('- **Warning:** chunk failed in 1 of its 1 samples (out-of-memory)');
});

test('what came from outside cannot break the page', () => {
  const label = 'a|b `c` <script>\n# d';
  const text = renderMarkdown(
    analyse(aJournal([aSample(label)], { scenario: { name: 'x\n# y', description: '# not a heading' } })),
  );
  expect(text).toContain('| a\\|b \\`c\\` &lt;script&gt; # d |');
  expect(text).toMatch(/^# x # y$/m);
  expect(text).toMatch(/^\\# not a heading$/m);
});

test('figures of a strategy that lost workflows stand beside the loss', () => {
  const lossy = { ...complete, processed: 9557, missed: 1, duplicated: 3, stale: 2, digestMatches: false };
  const samples = [
    aSample('paged', { outcome: completed({ peakHeap: 50e6, requests: 96 }, { completeness: lossy }) }),
  ];
  expect(renderMarkdown(analyse(aJournal(samples)))).toContain(
    '| 9,554 of 9,555, 1 missed, 3 repeated, 2 stale |',
  );
});

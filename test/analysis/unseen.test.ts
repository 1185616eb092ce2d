import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../src/analysis/changes/changes.ts';
import { sideOfJournal, sideOfRun } from '../../src/analysis/changes/sides.ts';
import { checksOfRun } from '../../src/analysis/checks/checks.ts';
import { verdictOf } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { parseJournal } from '../../src/cases/records.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import type { MetricName } from '../../src/record/metrics.ts';
import type { Run } from '../../src/record/run.ts';
import { isUnexplained, type UnseenEvidence } from '../../src/record/unseen.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { absent, wholeCell } from '../../src/report/model/report.ts';
import { metricTable } from '../../src/report/model/run-tables.ts';
import { aJournal, aSample, completed } from '../builders/journals.ts';

const MB = 1_000_000;
const whole: UnseenEvidence = { workers: 0, children: false, resident: { grew: 25 * MB, seen: 15 * MB } };
const outside: UnseenEvidence = { ...whole, resident: { grew: 112 * MB, seen: 4 * MB } };

const samplesOf = (label: string, unseen: UnseenEvidence | undefined, peakLive = 20 * MB): Sample[] => [
  aSample(label, {
    purpose: 'live',
    outcome: completed({ peakLive }, unseen === undefined ? {} : { unseen }),
  }),
  aSample(label, {
    purpose: 'timing',
    outcome: completed({ peakRss: 6 * peakLive, wallTime: 100 }),
  }),
];

const analyse = (samples: readonly Sample[], changes: Parameters<typeof aJournal>[1] = {}): Run =>
  analyseJournal(aJournal(samples, changes), { pinnedNode: '26.10.0' });

const isAbout = (kind: string) => (warning: { kind: string }) => warning.kind === kind;

describe('growth of resident memory that the instruments do not explain', () => {
  test.each([
    ['idle', 11.3, 1.3],
    ['document after document over production', 44, 7.2],
    ['naive over production', 673.3, 659.2],
    ['answers that are serialised, over a tenth of production', 145.6, 83],
    ['the same under V8 own schedule', 251.9, 203.4],
    ['the same over production', 1019.1, 830.5],
    ['a cache in memory over production', 385.2, 302.2],
  ])('is none of %s, as it was measured', (_, grew, seen) => {
    expect(isUnexplained({ grew: grew * MB, seen: seen * MB })).toBe(false);
  });

  test.each([
    ['a SharedArrayBuffer', 123.7, 14.3],
    ['a WebAssembly.Memory', 134.5, 25.1],
    ['a database in memory', 128.6, 14.3],
  ])(
    'is there with 100 MB in %s beside naive over the small workload, as it was measured',
    (_, grew, seen) => {
      expect(isUnexplained({ grew: grew * MB, seen: seen * MB })).toBe(true);
    },
  );
});

describe('a row whose figures are not all of its memory', () => {
  const run = analyse([...samplesOf('naive', whole, 300 * MB), ...samplesOf('lean', outside)], {
    budgets: [
      { label: 'lean', metric: 'peakLive', limit: 60 * MB },
      { label: 'lean', metric: 'peakRss', limit: 400 * MB },
      { label: 'naive', metric: 'peakLive', limit: 600 * MB },
    ],
    claims: [
      {
        id: 'leaner',
        who: 'someone',
        where: 'here',
        says: 'lean needs half at most',
        readings: [
          {
            name: null,
            runtime: 'node',
            measurement: null,
            expect: 'holds',
            judge: {
              kind: 'compare',
              metric: 'peakLive',
              of: 'lean',
              to: 'naive',
              bound: { kind: 'atMost', limit: 0.5 },
            },
          },
          {
            name: 'the front',
            runtime: 'node',
            measurement: null,
            expect: 'holds',
            judge: { kind: 'paretoFront', of: 'naive', among: null },
          },
        ],
      },
    ],
  });

  test('says by how much, beside the figure', () => {
    expect(run.results[1]?.unseen).toMatchObject([{ kind: 'resident', grew: 112 * MB, seen: 4 * MB }]);
    const warning = run.warnings.find(isAbout('unseen'));
    expect(warning?.label).toBe('lean');
    expect(warning?.message).toBe(
      'lean: resident memory grew by 112 MB, of which the instruments saw 4.00 MB',
    );
    expect(warning?.advice).toMatch(
      /^These figures are not all of its memory, so they are not judged: peak live\. /,
    );
  });

  test('is judged by none of them: 3, and what its other figures decide stays decided', () => {
    const why =
      'it is not all of its memory: resident memory grew by 112 MB, of which the instruments saw 4.00 MB';
    const checks = checksOfRun(run);
    const outcomes = checks.filter(({ kind }) => kind !== 'completion').map(({ outcome }) => outcome);
    expect(run.budgets.map(({ verdict }) => verdict)).toEqual(['not measured', 'within', 'within']);
    expect(run.claims[0]?.judgements.map(({ verdict }) => verdict)).toEqual([
      'not measurable',
      'not measurable',
    ]);
    expect(outcomes).toEqual([
      { kind: 'not judged', why },
      { kind: 'passed', improved: false },
      { kind: 'passed', improved: false },
      { kind: 'not judged', why: `lean: ${why}` },
      { kind: 'not judged', why: `lean: ${why}` },
    ]);
    expect(verdictOf(checks, { subject: 'strategies' }).exitCode).toBe(3);
  });

  test('is compared with no other by them, and stands on no front', () => {
    const compared = run.comparisons.map(({ metric }) => metric);
    expect(compared).not.toContain('peakLive');
    expect(compared).toContain('peakRss');
    expect(run.results.map(({ onParetoFront }) => onParetoFront)).toEqual([true, null]);
  });

  test('is marked where the figure stands', () => {
    const { columns, content } = metricTable(run, 'memory');
    const place = columns.findIndex(({ head }) => head === 'peak live');
    expect(content.map((row) => wholeCell(row[place] ?? absent))).toEqual([
      '300 MB',
      '20.0 MB, not all of it',
    ]);
    expect(renderHtml(run)).toMatch(/<text[^>]*>not all of its memory/);
  });

  test('leaves no bar behind that would look like a gain, also where no row has another', () => {
    expect(renderHtml(analyse(samplesOf('lean', outside)))).toContain('peak RSS by strategy');
    const alone = analyse([
      aSample('lean', { outcome: completed({ peakHeap: 20 * MB }, { unseen: outside }) }),
    ]);
    expect(renderHtml(alone)).not.toContain('by strategy');
  });

  test('is not judged by a gate, from a journal and from a run alike', () => {
    const before = sideOfJournal(aJournal(samplesOf('lean', whole)));
    const journal = aJournal(samplesOf('lean', outside));
    const bound = [{ metric: 'peakLive' as const, share: 0.02 }];
    const words = { before: 'before', after: 'after' } as unknown as Parameters<typeof changesBetween>[3];
    for (const after of [
      sideOfJournal(journal),
      sideOfRun(analyseJournal(journal, { pinnedNode: '26.10.0' })),
    ]) {
      expect(changesBetween(before, after, bound, words).changes).toMatchObject([
        { verdict: 'not judged', cause: 'doubt', why: expect.stringContaining('112 MB') },
      ]);
    }
  });
});

test.each<[string, Partial<UnseenEvidence>, MetricName[]]>([
  ['a Worker', { workers: 1 }, ['peakLive']],
  ['another process', { children: true }, ['peakLive', 'peakRss']],
])('%s that a sample started makes its row told', (_, evidence, concerned) => {
  const { results } = analyse(samplesOf('mine', { ...whole, ...evidence }));
  const [unseen, ...others] = results[0]?.unseen ?? [];
  expect(others).toEqual([]);
  expect(unseen?.metrics).toEqual(expect.arrayContaining(concerned));
  expect(unseen?.metrics.includes('peakRss')).toBe(concerned.includes('peakRss'));
  expect(unseen?.metrics).not.toContain('minContainer');
});

test('a journal of before it was told is read, and speaks against no figure', () => {
  const reference = fileURLToPath(new URL('../../reports/reference', import.meta.url));
  const journals = readdirSync(reference, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('production/samples.jsonl'),
  );
  expect(journals).not.toEqual([]);
  for (const file of journals) {
    const { journal } = parseJournal(readFileSync(path.join(reference, file), 'utf8'), file);
    const { results } = analyseJournal(journal, { pinnedNode: '26.10.0' });
    expect(results.flatMap(({ unseen }) => unseen)).toEqual([]);
  }
});

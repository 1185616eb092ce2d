import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { parseJournal, upgrades } from '../../src/cases/records.ts';
import { entryOf1 } from '../../src/cases/reqmgr2/version-1.ts';
import { readSide } from '../../src/harness/side-file.ts';
import { type Run, runShape } from '../../src/record/run.ts';
import { keptJournals, keptText } from '../builders/kept.ts';

/**
 * Medians by row and metric, and how the others ended. Growth is no reading: it is told of the readings of all cycles, by a
 * rule that was another then.
 */
const figuresIn = ({ results }: Pick<Run, 'results'>) =>
  results.map(({ label, failure, metrics }) => [
    label,
    failure?.kind ?? null,
    Object.fromEntries(
      Object.entries(metrics)
        .filter(([name]) => name !== 'growthPerCycle')
        .map(([name, { median, n }]) => [name, [median, n]]),
    ),
  ]);

describe('a journal that this format was written in stays readable for good', () => {
  test.each(keptJournals)('%s, with all that it says', (name) => {
    const text = keptText(name);
    const { journal, warnings } = parseJournal(text, name);
    expect(warnings).toEqual([]);
    const written = text
      .trimEnd()
      .split('\n')
      .map((line) => entryOf1(JSON.parse(line)));
    // Beside it stands what newer versions fill in.
    expect([journal.header, ...journal.samples]).toMatchObject(written);
  });

  test('the kept ones hold every purpose, kind of detail and kind of row', () => {
    const samples = keptJournals.flatMap((name) => parseJournal(keptText(name), name).journal.samples);
    expect([...new Set(samples.map(({ purpose }) => purpose))].toSorted()).toEqual(
      ['container', 'cycles', 'floor', 'heap', 'live', 'pilot', 'timing', 'traced'].toSorted(),
    );
    const details = samples.flatMap(({ outcome }) =>
      outcome.status === 'completed' ? [outcome.detail.kind] : [],
    );
    expect([...new Set(details)].toSorted()).toEqual([
      'container',
      'cycles',
      'floor',
      'none',
      'program',
      'timeline',
    ]);
    expect(samples.some(({ outcome }) => outcome.status === 'failed')).toBe(true);
    expect(
      keptJournals.some((name) => parseJournal(keptText(name), name).journal.header.claims.length > 0),
    ).toBe(true);
  });

  test('the figures are those that were read when it was written', () => {
    const { journal } = parseJournal(keptText('every.jsonl'), 'every.jsonl');
    const then: Run = JSON.parse(keptText('run.json'));
    expect(figuresIn(analyseJournal(journal, { pinnedNode: '26.10.0' }))).toEqual(figuresIn(then));
  });

  test('its growth settles, as it did by the rule of then', () => {
    const { journal } = parseJournal(keptText('every.jsonl'), 'every.jsonl');
    const { results } = analyseJournal(journal, { pinnedNode: '26.10.0' });
    expect(results.map(({ growth }) => growth?.verdict)).toEqual(['settles', 'settles', undefined]);
  });

  test.each(['baseline.json', 'run.json'])('and so does %s as a side of a comparison', async (name) => {
    const file = path.join(import.meta.dirname, '../fixtures/journals', name);
    const { side } = await readSide(file);
    const [, naive] = side.results;
    expect(naive).toMatchObject({
      status: 'completed',
      label: 'naive',
      readings: { peakLive: expect.anything() },
    });
  });
});

const reference = path.join(import.meta.dirname, '../../reports/reference');

test.each(globSync('**/run.json', { cwd: reference }))('%s has the shape of a run.json', (file) => {
  const data = JSON.parse(readFileSync(path.join(reference, file), 'utf8'));
  const written = upgrades[data.schema]?.(data) ?? data;
  expect(runShape.safeParse(written).error?.issues).toBeUndefined();
  expect(runShape.parse(written)).toMatchObject(written);
});

test.each(globSync('*/run.json', { cwd: reference }))(
  'the reference report %s says what its journal says',
  (file) => {
    const journal = path.join(reference, path.dirname(file), 'samples.jsonl');
    const run = analyseJournal(parseJournal(readFileSync(journal, 'utf8'), journal).journal, {
      pinnedNode: '26.10.0',
    });
    expect(figuresIn(run)).toEqual(figuresIn(JSON.parse(readFileSync(path.join(reference, file), 'utf8'))));
  },
);

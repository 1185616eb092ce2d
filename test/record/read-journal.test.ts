import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { parseJournal } from '../../src/record/read-journal.ts';
import type { Sample } from '../../src/record/sample.ts';
import { aJournal, aSample, completed, outOfMemory, productionJournal } from '../builders/journals.ts';

const { header, samples } = productionJournal(1);
const lines = [header, ...samples].map((entry) => JSON.stringify(entry));
const text = `${lines.join('\n')}\n`;

/** The report of the error that this text causes. */
const faultOf = (journal: string): string => {
  try {
    parseJournal(journal, 'samples.jsonl');
  } catch (error) {
    if (error instanceof UserError) return error.report;
    throw error;
  }
  throw new Error('no error');
};

const withSample = (changes: Record<string, unknown>): string =>
  `${lines[0]}\n${JSON.stringify({ ...aSample('naive'), ...changes })}\n`;

test('a journal is read as it was written', () => {
  expect(parseJournal(text, 'samples.jsonl')).toEqual({ journal: { header, samples }, warnings: [] });
});

test('a failed sample and a last line that lacks only its newline count', () => {
  const journal = aJournal([aSample('naive', { outcome: outOfMemory })]);
  const written = [journal.header, ...journal.samples].map((entry) => JSON.stringify(entry)).join('\n');
  expect(parseJournal(written, 'samples.jsonl')).toEqual({ journal, warnings: [] });
});

test('a journal of a header alone has no samples', () => {
  expect(parseJournal(`${lines[0]}\n`, 'samples.jsonl').journal.samples).toEqual([]);
});

test('wherever the last line was cut, the samples before it count, and the cut is told', () => {
  const lastLength = lines.at(-1)?.length ?? 0;
  for (const length of [1, 2, Math.floor(lastLength / 2), lastLength - 1]) {
    const cut = text.slice(0, text.length - 1 - lastLength + length);
    const { journal, warnings } = parseJournal(cut, 'samples.jsonl');
    expect(journal.samples).toEqual(samples.slice(0, -1));
    expect(warnings).toMatchObject([
      { kind: 'journal-cut', message: expect.stringContaining(`samples.jsonl:${lines.length}:`) },
    ]);
  }
});

describe('a journal is refused, with file and line,', () => {
  test('when a line in the middle is broken', () => {
    expect(faultOf(text.replace(lines[2] ?? '', '{"type":"sam'))).toMatch(
      /^samples\.jsonl:3: the line is not JSON/,
    );
  });

  test('when its last line is broken but ended: that is no cut', () => {
    expect(faultOf(`${lines[0]}\n{"type":\n`)).toMatch(/^samples\.jsonl:2: the line is not JSON/);
  });

  test.each([
    ['is empty', '', 'samples.jsonl:1: the journal has no header'],
    ['starts with a sample', `${lines[1]}\n`, 'samples.jsonl:1: the journal has no header'],
    ['was cut in its header', lines[0]?.slice(0, 40) ?? '', 'samples.jsonl:1: the journal has no header'],
    [
      'is of another schema',
      text.replace('journal@1', 'journal@7'),
      'samples.jsonl:1: the journal has the schema "tidemark/journal@7"',
    ],
    [
      'lacks its strategies',
      `${JSON.stringify({ ...header, variants: null })}\n`,
      'samples.jsonl:1: the journal\'s header is damaged: "variants"',
    ],
    ['holds two', `${text}${text}`, `samples.jsonl:${lines.length + 1}: a second header`],
  ])('when it %s', (_, journal, message) => {
    expect(faultOf(journal)).toContain(message);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['another type', { type: 'note' }, 'not a sample'],
    ['an unknown strategy', { label: 'nave' }, 'the header has no strategy "nave", but idle, naive'],
    ['an unknown purpose', { purpose: 'fun' }, '"purpose" is none of pilot, heap, live, timing'],
    ['round 0', { round: 0 }, '"round"'],
    ['no conditions', { conditions: {} }, '"conditions"'],
    ['no outcome', { outcome: null }, '"outcome"'],
    ['an unknown outcome', { outcome: { status: 'tired' } }, '"outcome.status"'],
    [
      'a figure that is no number',
      { outcome: { ...aSample('naive').outcome, metrics: { peakHeap: '1' } } },
      '"metrics"',
    ],
    ['no completeness', { outcome: { ...aSample('naive').outcome, completeness: {} } }, '"completeness"'],
    ['a failure without reason', { outcome: { ...outOfMemory, failure: null } }, '"failure"'],
  ])('when a sample has %s', (_, changes, message) => {
    const fault = faultOf(withSample(changes satisfies Partial<Record<keyof Sample, unknown>>));
    expect(fault).toMatch(/^samples\.jsonl:2: /);
    expect(fault).toContain(message);
  });
});

test('a journal from before there were programs has none', () => {
  const variants = header.variants.map(({ program: _, ...variant }) => variant);
  const old = `${JSON.stringify({ ...header, variants })}\n`;
  expect(parseJournal(old, 'samples.jsonl').journal.header).toEqual(header);
});

test('what a program does not tell is null in its sample', () => {
  const sample = aSample('naive', {
    outcome: completed({ wallTime: 1 }, { completeness: null, ruleCleaner: null }),
  });
  const written = `${lines[0]}\n${JSON.stringify(sample)}\n`;
  expect(parseJournal(written, 'samples.jsonl').journal.samples).toEqual([sample]);
});

import { describe, expect, test } from 'vitest';
import { parseJournal } from '../../src/cases/records.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { JournalHeader } from '../../src/record/journal/journal.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
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

/** A header that lacks one of its facts. */
function withoutPart(part: 'environment' | 'workload', key: string) {
  return (one: JournalHeader): unknown => ({ ...one, [part]: { ...one[part], [key]: undefined } });
}

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

test('what ended a process is data, also where an older version told it in the sentence alone', () => {
  const failureIn = (failure: object) => {
    const outcome = { status: 'failed', failure, completeness: null };
    const [sample] = parseJournal(withSample({ outcome }), 'samples.jsonl').journal.samples;
    return sample?.outcome.status === 'failed' ? sample.outcome.failure : undefined;
  };
  const killed = { kind: 'signal', message: 'it was ended by SIGKILL, which is also how: last words' };
  expect(failureIn(killed)).toEqual({ ...killed, signal: 'SIGKILL' });
  const ended = { kind: 'exit', message: 'it ended with exit code 3: oh no' };
  expect(failureIn(ended)).toEqual({ ...ended, exitCode: 3 });
  const never = { kind: 'exit', message: 'it could not be started' };
  expect(failureIn(never)).toEqual({ ...never, exitCode: null });
  expect(failureIn({ ...killed, signal: 'SIGTERM' })).toMatchObject({ signal: 'SIGTERM' });
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

test('why a run broke off is told beside the samples that it took', () => {
  const { journal, warnings } = parseJournal(
    `${text}{"type":"broken-off","why":"mine.js was changed"}\n`,
    'samples.jsonl',
  );
  expect(journal.samples).toEqual(samples);
  expect(warnings).toMatchObject([{ kind: 'broken-off', message: 'the run broke off: mine.js was changed' }]);
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
      text.replace('journal@2', 'journal@7'),
      'samples.jsonl:1: the journal has the schema "tidemark/journal@7"',
    ],
    [
      'lacks its strategies',
      `${JSON.stringify({ ...header, rows: null })}\n`,
      'samples.jsonl:1: the journal\'s header is damaged: "rows"',
    ],
    ['holds two', `${text}${text}`, `samples.jsonl:${lines.length + 1}: a second header`],
  ])('when it %s', (_, journal, message) => {
    expect(faultOf(journal)).toContain(message);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['another type', { type: 'note' }, 'not a sample'],
    ['an unknown strategy', { label: 'nave' }, 'the header has no strategy "nave", but idle, naive'],
    ['an unknown purpose', { purpose: 'fun' }, '"purpose": expected one of pilot, heap, live, timing'],
    ['round 0', { round: 0 }, '"round"'],
    ['no conditions', { conditions: {} }, '"conditions.node" is missing: expected text'],
    [
      'another Node than the header',
      { conditions: { ...aSample('naive').conditions, node: 'v2' } },
      '"conditions.node" is "v2"',
    ],
    ['a round that was not planned', { round: 2 }, '"round" of a heap sample: expected 1; found 2'],
    ['no time', { startedAt: 'now' }, '"startedAt": expected a time such as'],
    ['no outcome', { outcome: null }, '"outcome"'],
    ['an unknown outcome', { outcome: { status: 'tired' } }, '"outcome.status"'],
    [
      'a figure that is no number',
      { outcome: { ...aSample('naive').outcome, metrics: { peakHeap: '1' } } },
      '"outcome.metrics.peakHeap": expected a number; found "1"',
    ],
    [
      'half a collection',
      { outcome: completed({ gcCount: 0.5 }) },
      '"outcome.metrics.gcCount": expected a whole number from 0; found 0.5',
    ],
    [
      'less than no memory',
      { outcome: completed({ peakHeap: -1 }) },
      '"outcome.metrics.peakHeap": expected a number from 0; found -1',
    ],
    [
      'no completeness',
      { outcome: { ...aSample('naive').outcome, completeness: {} } },
      '"outcome.completeness.expected" is missing',
    ],
    [
      'a failure without reason',
      { outcome: { ...outOfMemory, failure: null } },
      '"outcome.failure": expected an object; found null',
    ],
  ])('when a sample has %s', (_, changes, message) => {
    const fault = faultOf(withSample(changes satisfies Partial<Record<keyof Sample, unknown>>));
    expect(fault).toMatch(/^samples\.jsonl:2: /);
    expect(fault).toContain(message);
  });
});

test('a sample that stands twice is refused, with both lines', () => {
  const twice = faultOf(`${lines[0]}\n${lines[1]}\n${lines[2]}\n${lines[1]}\n`);
  expect(twice).toMatch(
    /^samples\.jsonl:4: the sample "idle" \(heap, round 1\) stands twice: it was in line 2/,
  );
});

test.each<[string, (header: JournalHeader) => unknown, string]>([
  ['no processor', withoutPart('environment', 'cpu'), '"environment.cpu" is missing: expected text'],
  ['no memory', withoutPart('environment', 'memoryBytes'), '"environment.memoryBytes" is missing'],
  ['no digest', withoutPart('workload', 'digest'), '"workload.digest" is missing'],
  [
    'a reference that is no row',
    (one) => ({ ...one, reference: 'nave' }),
    '"reference": "nave" is none of the strategies',
  ],
  [
    'a row twice',
    (one) => ({ ...one, rows: [...one.rows, ...one.rows] }),
    '"rows.4.label": the label "idle" stands twice',
  ],
  [
    'an unknown metric',
    (one) => ({ ...one, scenario: { ...one.scenario, metrics: ['peak'] } }),
    '"scenario.metrics.0"',
  ],
])('a header with %s is refused with the place', (_, change, message) => {
  const fault = faultOf(`${JSON.stringify(change(header))}\n`);
  expect(fault).toMatch(/^samples\.jsonl:1: the journal's header is damaged: /);
  expect(fault).toContain(message);
});

test('what a newer version adds is left out, in every place', () => {
  const more = { colour: 'blue' };
  const [first, ...rest] = [header, ...samples].map((entry) => ({ ...entry, ...more }));
  const newer = rest.map((sample) => ({
    ...sample,
    outcome: { ...completed({ peakHeap: 1, ...{ peakOfTomorrow: 2 } }), ...more },
    conditions: { ...(sample as Sample).conditions, ...more },
  }));
  const written = [first, ...newer].map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const { journal } = parseJournal(written, 'samples.jsonl');
  expect(journal.header).toEqual(header);
  expect(journal.samples[0]).toEqual({ ...samples[0], outcome: completed({ peakHeap: 1 }) });
});

test('a journal from before there were programs has none', () => {
  const rows = header.rows.map(({ program: _, ...row }) => row);
  const old = `${JSON.stringify({ ...header, rows })}\n`;
  expect(parseJournal(old, 'samples.jsonl').journal.header).toEqual(header);
});

test('a journal may call its rows variants, as the first of its version did', () => {
  const { rows: variants, ...rest } = header;
  const old = `${JSON.stringify({ ...rest, variants })}\n`;
  expect(parseJournal(old, 'samples.jsonl').journal.header).toEqual(header);
});

test('what a program does not tell is null in its sample', () => {
  const sample = aSample('naive', {
    outcome: completed({ wallTime: 1 }, { completeness: null, consumer: null }),
  });
  const written = `${lines[0]}\n${JSON.stringify(sample)}\n`;
  expect(parseJournal(written, 'samples.jsonl').journal.samples).toEqual([sample]);
});

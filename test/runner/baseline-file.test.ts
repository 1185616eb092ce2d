import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import type { Side } from '../../src/record/checks/changes.ts';
import { readBaseline, writeBaseline } from '../../src/runner/files/baseline-file.ts';
import { tightSchedule } from '../../src/runner/subject/gc-schedule.ts';
import { aJournal, rounds } from '../builders/journals.ts';
import { folderWith, reportOf } from '../scenario/scenario-folder.ts';

const flags = tightSchedule;
const samples = ['naive', 'lines "é"\n'].flatMap((label) =>
  rounds(label, 'peakLive', [1, 2.0004, 3, 4, 5, 6]).map((sample) => ({
    ...sample,
    conditions: { ...sample.conditions, flags },
  })),
);
const side: Side = sideOfJournal(aJournal(samples));

const written = async (): Promise<string> => {
  const file = path.join(folderWith({}), 'baseline.json');
  await writeBaseline(file, side);
  return file;
};

describe('a baseline', () => {
  test('is read as it was written, to a thousandth', async () => {
    const { results, ...head } = readBaseline(await written());
    const { results: _, facts: __, ...expected } = side;
    expect(head).toEqual(expected);
    expect(results).toEqual(
      ['naive', 'lines "é"\n'].map((label) => ({
        status: 'completed',
        label,
        flags: { live: flags },
        readings: { peakLive: [1, 2, 3, 4, 5, 6] },
      })),
    );
  });

  test('has the readings of a metric on one line, so that a change shows in one line', async () => {
    expect(readFileSync(await written(), 'utf8')).toContain('\n        "peakLive": [1, 2, 3, 4, 5, 6]\n');
  });
});

describe('a file that is no baseline is refused: what, where, and what to do', () => {
  const complaint = async (change: (text: string) => string): Promise<string> => {
    const file = await written();
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    return reportOf(() => readBaseline(file)).replaceAll(`${path.dirname(file)}${path.sep}`, '');
  };

  test('there is none', () => {
    expect(reportOf(() => readBaseline('nowhere.json'))).toBe(
      'nowhere.json: there is no such file\n  Make one: npm run -s tidemark -- gate SCENARIO --baseline FILE --update',
    );
  });

  test('it is cut', async () => {
    expect(await complaint((text) => text.slice(0, 200))).toMatch(/^baseline\.json: the file is not JSON: /);
  });

  test('it is something else', async () => {
    expect(await complaint(() => '{"name": "mine"}')).toBe(
      'baseline.json: this is not a baseline: it has no "schema", expected "tidemark/baseline@2"\n' +
        '  Make one: npm run -s tidemark -- gate SCENARIO --baseline FILE --update',
    );
    expect(await complaint((text) => text.replace('baseline@2', 'run@2'))).toContain(
      'it has the schema "tidemark/run@2", expected "tidemark/baseline@2"',
    );
    expect(await complaint(() => 'null')).toContain('this is not a baseline');
  });

  test('it is of a later schema', async () => {
    expect(await complaint((text) => text.replace('baseline@2', 'baseline@3'))).toBe(
      'baseline.json: a baseline with the schema "tidemark/baseline@3"; this tidemark reads "tidemark/baseline@2"\n' +
        '  Use the version of tidemark that wrote it, or make it anew with this one.',
    );
  });

  test.each([
    [
      'a reading that is no number',
      '[1, 2, 3',
      '["one", 2, 3',
      /^baseline\.json:\d+:22: expected a number; found "one"/,
    ],
    [
      'a reading below zero',
      '[1, 2, 3',
      '[-1, 2, 3',
      /^baseline\.json:\d+:22: expected a number from 0; found -1/,
    ],
    [
      'a metric twice',
      '"peakLive"',
      '"peakLive": [1], "peakLive"',
      /^baseline\.json:\d+:\d+: the key ""peakLive"" stands twice/,
    ],
    [
      'a row that JavaScript would lose',
      '"naive"',
      '"__proto__"',
      /^baseline\.json:\d+:5: "__proto__" cannot be a name here/,
    ],
    ['no readings', '[1, 2, 3, 4, 5, 6]', '[]', /^baseline\.json:\d+:21: expected at least one reading/],
    ['an unknown metric', '"peakLive"', '"peakLife"', /^baseline\.json:\d+:\d+: .*peakLife/],
    ['a missing digest', '"digest"', '"digset"', /^baseline\.json:\d+:\d+: "digest" is missing/],
  ])('it has %s', async (_, from, to, expected) => {
    expect(await complaint((text) => text.replace(from, to))).toMatch(expected);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { readSide } from '../../src/harness/side-file.ts';
import { writeBaseline } from '../../src/runner/files/baseline-file.ts';
import { productionJournal } from '../builders/journals.ts';
import { folderWith } from '../scenario/scenario-folder.ts';

const journal = productionJournal(2);
const lines = [journal.header, ...journal.samples].map((entry) => `${JSON.stringify(entry)}\n`).join('');
const run = JSON.stringify(analyseJournal(journal, { pinnedNode: '26.10.0' }));

test('a folder, its journal, its run.json and a baseline are all sides of a comparison, with the same figures', async () => {
  const folder = folderWith({ 'samples.jsonl': lines, 'run.json': run });
  const { side } = await readSide(folder);
  const figures = ({ results }: typeof side) =>
    results.map((one) =>
      one.status === 'completed' ? [one.readings.peakLive, one.readings.requests] : one.failure,
    );
  expect(figures(side)[1]).toEqual([
    [expect.any(Number), expect.any(Number)],
    [5, 5],
  ]);
  const baseline = path.join(folder, 'baseline.json');
  await writeBaseline(baseline, side);
  for (const file of ['samples.jsonl', 'run.json', 'baseline.json']) {
    const other = (await readSide(path.join(folder, file))).side;
    expect(figures(other)).toEqual(figures(side));
    expect(other).toMatchObject({
      scenario: 'production',
      environment: side.environment,
      workload: side.workload,
    });
  }
});

test('a cut journal counts as far as it is whole, with the warning', async () => {
  const folder = folderWith({ 'samples.jsonl': lines.slice(0, -30) });
  expect((await readSide(folder)).warnings).toMatchObject([{ kind: 'journal-cut' }]);
});

test.each([
  ['nowhere', /^there is no .*nowhere\n {2}Expected the folder of a run/],
  ['empty', /empty holds neither samples\.jsonl nor run\.json/],
  [
    'newer.json',
    /newer\.json: a run with the schema "tidemark\/run@3"; this tidemark reads "tidemark\/run@2"/,
  ],
  ['damaged.json', /damaged\.json:2:23: expected text; found 7/],
  ['fewer.json', /fewer\.json:1:\d+: expected as many "values" as "n" says/],
  ['twice.json', /twice\.json:1:\d+: the label "idle" stands twice/],
  ['else.json', /else\.json: this is not a run: it has no "schema"/],
  ['text.json', /text\.json: the file is not JSON/],
])('%s is none: what is wrong, where, and what was expected', async (name, message) => {
  const folder = folderWith({
    'newer.json': '{"schema": "tidemark/run@3"}',
    'damaged.json': '{"schema": "tidemark/run@2",\n "scenario": {"name": 7}}',
    'fewer.json': run.replace('"n":2', '"n":3'),
    'twice.json': run.replace('"label":"naive"', '"label":"idle"'),
    'else.json': '{"name": "mine"}',
    'text.json': 'no JSON',
  });
  mkdirSync(path.join(folder, 'empty'));
  writeFileSync(path.join(folder, 'empty', 'note.txt'), '');
  const error = await readSide(path.join(folder, name)).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).report).toMatch(message);
});

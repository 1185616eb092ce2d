import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { mergeJournals } from '../../src/analysis/run/merge-journals.ts';
import { parseJournal } from '../../src/cases/records.ts';
import { formats } from '../../src/report/formats.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { retaken } from '../builders/journals.ts';
import { keptJournals, keptText } from '../builders/kept.ts';
import { fuzz } from './fuzz.ts';
import { damaged, linesMutated, mutated, oneDamaged } from './mutations.ts';
import { expectCommand, expectFit, unlessRefused } from './told.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (name: string, text: string): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

const texts = keptJournals.map(keptText);
const anyJournal = fc.oneof(oneDamaged(texts), fc.constantFrom(...texts).chain(linesMutated));

test('a damaged journal is refused in a sentence, or reported without a hole', async () => {
  await fuzz(400, anyJournal, async (text) => {
    const read = await unlessRefused(() => parseJournal(text, 'samples.jsonl'));
    if (read === null) return;
    const run = await unlessRefused(() =>
      analyseJournal(read.journal, { pinnedNode: '26.10.0', warnings: read.warnings }),
    );
    if (run === null) return;
    const { json, markdown, junit } = formats;
    const verdict = verdictOfRun(run);
    expectFit(
      ...[json, markdown, junit].map(({ render }) => render(run, verdict)),
      renderTerminal(run, { width: 100 }),
    );
  });
});

test('a damaged journal is refused beside a whole one of its scenario, or put together with it without a hole', async () => {
  const pairs = fc
    .constantFrom(...texts)
    .chain((whole) => fc.oneof(damaged(whole), linesMutated(whole)).map((text) => [whole, text] as const));
  await fuzz(200, pairs, async ([whole, text]) => {
    const run = await unlessRefused(() => {
      const one = { name: 'damaged', ...parseJournal(text, 'samples.jsonl') };
      const other = { name: 'whole', journal: retaken(parseJournal(whole, 'samples.jsonl').journal) };
      const { journal, warnings } = mergeJournals(one, [other]);
      return analyseJournal(journal, { pinnedNode: '26.10.0', warnings });
    });
    if (run !== null) expectFit(renderTerminal(run, { width: 100 }), formats.json.render(run));
  });
});

test('the command reports a damaged journal, or says what is wrong, with a documented exit code', async () => {
  let number = 0;
  await fuzz(30, anyJournal, async (text) => {
    number += 1;
    const run = path.dirname(fileWith(`report-${number}/samples.jsonl`, text));
    await expectCommand(['report', run]);
    for (const { file } of Object.values(formats)) {
      await unlessRefused(() => expectFit(readWritten(path.join(run, file))));
    }
  });
});

/** Nothing where the command refused. */
const readWritten = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const baseline = keptText('baseline.json');
const run = keptText('run.json');
const anySide = fc.oneof(
  ...[baseline, run].flatMap((text) => [
    damaged(text).map((damage) => ({ name: 'side.json', text: damage })),
    mutated(JSON.parse(text)).map((data) => ({
      name: 'side.json',
      text: JSON.stringify(data, null, 1) ?? '',
    })),
  ]),
  anyJournal.map((text) => ({ name: 'side.jsonl', text })),
);

test('a damaged side of a comparison is refused in a sentence, or compared without a hole', async () => {
  const whole = [fileWith('baseline.json', baseline), fileWith('run.json', run)];
  const comment = path.join(folder, 'comment.md');
  await fuzz(
    120,
    fc.tuple(anySide, fc.constantFrom(...whole), fc.boolean()),
    async ([{ name, text }, other, isBefore]) => {
      const side = fileWith(name, text);
      const failOn = ['--fail-on', 'peakLive:2%,retries:1%,wallTime:25%'];
      await expectCommand([
        'compare',
        ...(isBefore ? [side, other] : [other, side]),
        ...failOn,
        '--comment',
        comment,
      ]);
      expectFit(readWritten(comment));
    },
  );
});

test('a damaged baseline is refused by a gate before anything is measured', async () => {
  // Of another scenario and workload, so that even a whole one is refused.
  await fuzz(40, damaged(baseline), async (text) => {
    await expectCommand([
      'gate',
      'production',
      '--scale',
      '0.001',
      '--baseline',
      fileWith('gate.json', text),
      '--quiet',
    ]);
  });
});

import { expect, test } from 'vitest';
import { parseJournal } from '../../src/cases/records.ts';
import { cutMessage } from '../../src/record/message.ts';
import { aJournal, aSample } from '../builders/journals.ts';

test('a long message keeps its beginning and its end, and is not cut again', () => {
  const cut = cutMessage(`first ${'x'.repeat(1e6)} last`);
  expect(cut).toMatch(/^first x+… \(1000011 characters\) …x+ last$/);
  expect(cut).toHaveLength(1000);
  expect(cutMessage(cut)).toBe(cut);
  expect(cutMessage('short')).toBe('short');
});

test('no half of a character is left at a cut', () => {
  expect(cutMessage(`a${'😀'.repeat(1000)}`).isWellFormed()).toBe(true);
});

test('a message in an older journal is cut when it is read', () => {
  const { header, samples } = aJournal([
    aSample('naive', {
      outcome: {
        status: 'failed',
        failure: { kind: 'error', message: 'x'.repeat(5e6) },
        completeness: null,
      },
    }),
  ]);
  const text = [header, ...samples].map((line) => `${JSON.stringify(line)}\n`).join('');
  const [outcome] = parseJournal(text, 'samples.jsonl').journal.samples.map((sample) => sample.outcome);
  expect(JSON.stringify(outcome).length).toBeLessThan(1200);
});

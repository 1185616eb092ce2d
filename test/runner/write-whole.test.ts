import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SystemFailure } from '../../src/errors/system-failure.ts';
import { createJournal, readText } from '../../src/runner/files/journal-file.ts';
import { writeWhole } from '../../src/runner/files/write-whole.ts';
import { productionJournal } from '../builders/journals.ts';

const folder = (): string => {
  const made = mkdtempSync(path.join(os.tmpdir(), 'tidemark-whole-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

test('a file is replaced whole, with its permissions, and nothing is left beside it', async () => {
  const inside = folder();
  const file = path.join(inside, 'report.md');
  writeFileSync(file, 'before', { mode: 0o640 });
  await writeWhole([file, 'after']);
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(inside)).toEqual(['report.md']);
});

test('where one of several cannot be written all stay as they were, and the sentence names it', async () => {
  const inside = folder();
  const [one, two] = ['run.json', 'report.md'].map((name) => path.join(inside, name)) as [string, string];
  writeFileSync(one, 'before');
  mkdirSync(two);
  await expect(writeWhole([one, 'after'], [path.join(two, 'missing', 'x'), 'after'])).rejects.toThrow(
    /^cannot write .*missing\/x: ENOENT/,
  );
  expect(readFileSync(one, 'utf8')).toBe('before');
  expect(readdirSync(inside).toSorted()).toEqual(['report.md', 'run.json']);
});

test('what a link points at is replaced, and the link stays', async () => {
  const inside = folder();
  const [file, link] = [path.join(inside, 'baseline.json'), path.join(inside, 'link')];
  writeFileSync(file, 'before');
  symlinkSync('baseline.json', link);
  await writeWhole([link, 'after']);
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(readdirSync(inside).toSorted()).toEqual(['baseline.json', 'link']);
});

test('a full disk is told in a sentence', { skip: process.platform !== 'linux' }, async () => {
  const error = await writeWhole(['/dev/full', 'text']).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SystemFailure);
  expect(String(error)).toMatch(/cannot write \/dev\/full: ENOSPC: no space left on device/);
});

test('a journal that cannot be begun leaves none behind', () => {
  const inside = folder();
  const { header } = productionJournal(1);
  const circular: { self?: unknown } = {};
  circular.self = circular;
  expect(() => createJournal(inside, { ...header, claims: circular as never })).toThrow(SystemFailure);
  expect(readdirSync(inside)).toEqual([]);
});

test('a text that is longer than a string may be is told with both sizes', async () => {
  const file = path.join(folder(), 'samples.jsonl');
  writeFileSync(file, '');
  // A hole: it takes no room on the disk.
  truncateSync(file, 600e6);
  await expect(readText(file)).rejects.toThrow(
    /^cannot read .*samples\.jsonl: it has 600 MB, and a text can have 537 MB at most/,
  );
});

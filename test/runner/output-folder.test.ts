import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createJournal, FolderTaken, readText } from '../../src/runner/files/journal-file.ts';
import { linkLatest, openOutputFolder } from '../../src/runner/files/output-folder.ts';
import { productionJournal } from '../builders/journals.ts';
import { folderWith } from '../cli/command.ts';

const now = new Date('2026-11-24T07:35:12.345Z');

test('a folder that already holds a run is refused, and the run is left as it is', async () => {
  const folder = await folderWith();
  await writeFile(path.join(folder, 'samples.jsonl'), 'measured\n');
  await expect(openOutputFolder('small', folder, now)).rejects.toThrow(/already holds samples\.jsonl/);
  expect(await readFile(path.join(folder, 'samples.jsonl'), 'utf8')).toBe('measured\n');
});

test('a folder with a report of any kind in it is refused', async () => {
  const folder = await folderWith();
  await writeFile(path.join(folder, 'report.md'), 'mine\n');
  await expect(openOutputFolder('small', folder, now)).rejects.toThrow(/already holds report\.md/);
});

test('a folder that cannot be made is a message with advice', async () => {
  const file = path.join(await folderWith(), 'file');
  await writeFile(file, '');
  await expect(openOutputFolder('small', path.join(file, 'below'), now)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('cannot write to the output folder'),
    advice: expect.stringContaining('--out'),
  });
});

test('a file in the place of the folder is a message with advice', async () => {
  const file = path.join(await folderWith(), 'file');
  await writeFile(file, '');
  await expect(openOutputFolder('small', file, now)).rejects.toMatchObject({
    name: 'UserError',
    message: `cannot write to the output folder ${file}: it is no folder`,
  });
});

test('a journal is read past the mark of its byte order, and is no folder and no pipe', async () => {
  const folder = await folderWith();
  const file = path.join(folder, 'samples.jsonl');
  await writeFile(file, '\ufeff{}');
  expect(await readText(file)).toBe('{}');
  await expect(readText(folder)).rejects.toMatchObject({
    name: 'UserError',
    message: 'this is a folder; expected a file',
  });
  await expect(readText('/dev/null')).rejects.toMatchObject({
    name: 'UserError',
    message: 'this is a pipe or a device; expected a file',
  });
});

test('runs of the same second get a folder each', async () => {
  const before = process.cwd();
  process.chdir(await folderWith());
  try {
    const folders = await Promise.all([1, 2, 3].map(() => openOutputFolder('small', undefined, now)));
    expect(folders.map((folder) => path.basename(folder)).toSorted()).toEqual([
      '2026-11-24T07-35-12Z',
      '2026-11-24T07-35-12Z-2',
      '2026-11-24T07-35-12Z-3',
    ]);
  } finally {
    process.chdir(before);
  }
});

test('the link to the latest run follows the newest', async () => {
  const parent = await folderWith();
  const first = await openOutputFolder('small', path.join(parent, 'first'), now);
  const second = await openOutputFolder('small', path.join(parent, 'second'), now);
  await linkLatest(first);
  await linkLatest(second);
  expect(await readlink(path.join(parent, 'latest'))).toBe('second');
});

test('a folder in the place of that link stays as it is, and is told in a sentence; nothing is left beside it', async () => {
  const parent = await folderWith();
  await mkdir(path.join(parent, 'latest'));
  const first = await openOutputFolder('small', path.join(parent, 'first'), now);
  await expect(linkLatest(first)).rejects.toThrow(
    /^all is written, but .*latest cannot be pointed at this run: it is no link, and stays as it is$/,
  );
  expect((await readdir(parent)).toSorted()).toEqual(['first', 'latest']);
});

test('a journal holds each entry on a line as soon as it is appended, and is never written over', async () => {
  const folder = await folderWith();
  const { header, samples } = productionJournal(1);
  const journal = createJournal(folder, header);
  for (const sample of samples) {
    journal.append(sample);
    const lines = (await readFile(journal.path, 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual(sample);
  }
  expect(() => createJournal(folder, header)).toThrow(FolderTaken);
});

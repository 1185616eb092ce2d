import { mkdirSync, renameSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { reqmgr2 } from '../../src/cases/reqmgr2/case.ts';
import { CodeChanged } from '../../src/errors/system-failure.ts';
import { watchCode } from '../../src/runner/environment/code-watch.ts';
import { filesOfCommand, sourceFiles } from '../../src/runner/environment/source-files.ts';
import type { ScenarioRow } from '../../src/scenario/scenario.ts';
import { strategy } from '../../src/selftest/instrument.ts';
import { folderWith } from '../scenario/scenario-folder.ts';

const watchRows = (...rows: readonly ScenarioRow[]) => watchCode([{ rows, case: reqmgr2 }]);

const files = {
  'mine.ts':
    "import { part } from './part.ts';\nimport data from './data.json' with { type: 'json' };\nimport 'undici';",
  'part.ts': "export const part = () => import('./lazy.ts');",
  'lazy.ts': "import './mine.ts'; // a circle",
  'data.json': '{}',
  'other.ts': '',
};

const module = (folder: string): ScenarioRow => {
  const file = path.join(folder, 'mine.ts');
  return { ...strategy(file, {}, './mine.ts'), module: file };
};
const program = (folder: string, ...command: string[]): ScenarioRow => ({
  ...strategy('x', {}, 'program'),
  program: { command, traced: false, checked: true, env: {}, folder },
});
const namesIn = (folder: string, found: readonly string[]): string[] =>
  found.map((file) => path.relative(folder, file)).toSorted();

describe('the files of a row', () => {
  test('are its module and what it imports, at once or later, from beside it', () => {
    const folder = folderWith(files);
    const found = sourceFiles([path.join(folder, 'mine.ts')]);
    expect(namesIn(folder, found)).toEqual(['data.json', 'lazy.ts', 'mine.ts', 'part.ts']);
  });

  test('are what a workspace links under a bare name, and no package', () => {
    const folder = folderWith({ 'mine.js': "import 'own'; require('theirs')" });
    for (const [name, file] of [
      ['own', 'packages/own'],
      ['theirs', 'node_modules/theirs'],
    ] as const) {
      mkdirSync(path.join(folder, file), { recursive: true });
      writeFileSync(path.join(folder, file, 'index.js'), '');
      writeFileSync(path.join(folder, file, 'package.json'), JSON.stringify({ name }));
    }
    symlinkSync('../packages/own', path.join(folder, 'node_modules/own'));
    const found = sourceFiles([path.join(folder, 'mine.js')]);
    expect(namesIn(folder, found)).toEqual(['mine.js', 'packages/own/index.js']);
  });

  test('of a program are those that its command names, and their own imports', () => {
    const folder = folderWith({
      'client.py': 'from tools import fetch\nimport os, shared.parts as parts\n',
      'tools.py': 'import client',
      'run.sh': '. ./settings.sh\nexec python3 client.py\n',
      'settings.sh': '',
    });
    mkdirSync(path.join(folder, 'shared'));
    for (const name of ['__init__.py', 'parts.py']) writeFileSync(path.join(folder, 'shared', name), '');
    const ofClient = ['client.py', 'shared/__init__.py', 'shared/parts.py', 'tools.py'];
    const found = (...command: string[]) => namesIn(folder, filesOfCommand(command, folder));
    expect(found('python3', 'client.py')).toEqual(ofClient);
    expect(found('python3', '-m', 'client')).toEqual(ofClient);
    expect(found('./run.sh')).toEqual(['run.sh', 'settings.sh']);
    expect(found('/bin/sh', '--rcfile=settings.sh')).toEqual(['settings.sh']);
    expect(found('curl', 'http://x')).toEqual([]);
  });
});

describe('code that changes while it is measured', () => {
  test.each<[string, (folder: string) => void]>([
    ['its module is edited', (folder) => writeFileSync(path.join(folder, 'mine.ts'), '// other')],
    ['what it imports later is edited', (folder) => writeFileSync(path.join(folder, 'lazy.ts'), '// other')],
    [
      'an import is replaced by another file',
      (folder) => renameSync(path.join(folder, 'other.ts'), path.join(folder, 'part.ts')),
    ],
    ['an import is removed', (folder) => unlinkSync(path.join(folder, 'part.ts'))],
  ])('breaks the run off, where %s', (_, edit) => {
    const folder = folderWith(files);
    const watch = watchRows(strategy('naive'), module(folder));
    watch.assertUnchanged();
    edit(folder);
    expect(watch.assertUnchanged).toThrow(CodeChanged);
    expect(watch.assertUnchanged).toThrow(
      /(mine|lazy|part)\.ts (was changed while it was measured|is not there any more)/,
    );
  });

  test('is no change where a file is written anew with the same text, or is none of the row', () => {
    const folder = folderWith(files);
    const watch = watchRows(module(folder), program(folder, 'cat', 'data.json'));
    writeFileSync(path.join(folder, 'part.ts'), files['part.ts']);
    utimesSync(path.join(folder, 'data.json'), 1, 1);
    writeFileSync(path.join(folder, 'other.ts'), '// other');
    watch.assertUnchanged();
  });
});

test('the same code has the same digest wherever it lies, other code another, and a built-in strategy none', () => {
  const digestIn = (more: Partial<typeof files>): string | undefined =>
    watchRows(module(folderWith({ ...files, ...more }))).digests.get('./mine.ts');
  expect(digestIn({})).toMatch(/^[0-9a-f]{16}$/);
  expect(digestIn({})).toBe(digestIn({ 'other.ts': '//' }));
  expect(digestIn({})).not.toBe(digestIn({ 'lazy.ts': '//' }));
  const builtIn = watchRows(strategy('naive'));
  expect([...builtIn.digests.keys()]).toEqual([]);
  expect(builtIn.ownDigest).toMatch(/^[0-9a-f]{16}$/);
});

import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadedBy, reachedFrom, sourceFolder, specifiersIn } from './imports.ts';

/** The case's module is named by the task. */
const subject = reachedFrom(['subject/main.ts', 'cases/reqmgr2/subject.ts', 'cases/unmerged/subject.ts']);

test('the measured process loads no package but undici, and tinybench where time is measured', () => {
  expect(Object.fromEntries(subject.packages)).toEqual({
    undici: 'subject/client/response.ts',
    tinybench: 'subject/procedures/timing.ts',
  });
});

test("what a program loads first is Node's own modules and the probes, so that it runs wherever Node 20 does", () => {
  const { files, packages } = reachedFrom(['subject/program/preload.ts']);
  expect([...packages.keys()]).toEqual([]);
  expect(files.filter((file) => !/^(subject\/(program|probes)|record\/messages)\//.test(file))).toEqual([]);
});

test('the measured process loads nothing of services, runner, analysis, report or cli', () => {
  const rooms = new Set(subject.files.map((file) => file.split('/')[0]));
  expect([...rooms].toSorted()).toEqual(['cases', 'errors', 'record', 'subject']);
});

test('the services load no schema validator: what they are told is typed from the schemas, and checked where it is written', () => {
  for (const name of ['reqmgr2', 'unmerged'])
    expect([...reachedFrom(['services/main.ts', `cases/${name}/services.ts`]).packages.keys()]).not.toContain(
      'zod',
    );
});

test('the walk reaches strategies that are imported when chosen', () => {
  expect(subject.files).toContain('cases/reqmgr2/strategies/naive.ts');
});

test('the walk sees every form of import, and none in a type', () => {
  const text = [
    "import a, { b } from './one.ts';",
    "import './two.ts';",
    'export {',
    '  c,',
    "} from './three.ts';",
    "export * from 'four';",
    "const d = { five: () => import('./five.ts') };",
    "const e = 'not from ./six.ts';",
  ].join('\n');
  expect(specifiersIn(text)).toEqual(['./one.ts', './two.ts', './three.ts', 'four', './five.ts']);
  expect(loadedBy(resolve(sourceFolder, 'cases/reqmgr2/context.ts'))).toEqual([]);
});

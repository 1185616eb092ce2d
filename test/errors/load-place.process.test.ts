import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tidemark-load-place-')));
mkdirSync(path.join(folder, 'deep'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, code: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return file;
};

/** In a process, as the tests' own loader is another than Node's. What a module that runs prints is told too. */
const toldOf = (module: string): string => {
  const teller = pathToFileURL(path.join(import.meta.dirname, '../../src/errors/load-place.ts')).href;
  const code = `
    const { whyNotLoadedFrom } = await import(${JSON.stringify(teller)});
    const file = ${JSON.stringify(module)};
    await import(file).catch(async (thrown) => console.log(await whyNotLoadedFrom(thrown, file)));`;
  return execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], {
    encoding: 'utf8',
  }).trim();
};

test('a module that is no JavaScript is told with the line of its fault', () => {
  const file = write('broken.mjs', '// a module\nexport default () => [() => { ];\n');
  expect(toldOf(file)).toBe(`Unexpected token ']' (${file}:2)`);
});

test('the fault may lie in what the module imports, and nothing of either runs', () => {
  const broken = write('deep/broken.mjs', "\n\nconsole.log('runs'); const a = (1;\n");
  const file = write('imports.mjs', "import './deep/broken.mjs';\nconsole.log('runs');\n");
  expect(toldOf(file)).toBe(`Unexpected token ';' (${broken}:3)`);
});

test("what a module throws while it is loaded is told with the line of the user's own code", () => {
  const file = write('throws.mjs', "\nthrow new Error('no config');\n");
  expect(toldOf(file)).toBe(`no config (${file}:2)`);
});

test('what cannot be found has no line', () => {
  const file = path.join(folder, 'absent.mjs');
  expect(toldOf(file)).toMatch(/^Cannot find module '[^']*absent\.mjs' imported from [^(]*$/);
});

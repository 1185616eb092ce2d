import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { sourceFiles, sourceFolder } from './imports.ts';

/** Who writes to stdout or stderr by itself: the way out for all others, and commands that are escaped as such. */
const writers = ['cli/terminal/print.ts', 'cli/terminal/github.ts'];

test('outside text reaches a terminal only through print.ts', () => {
  const direct = sourceFiles()
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /process\.std(?:out|err)\.write|console\./.test(readFileSync(file, 'utf8')))
    .map((file) => relative(sourceFolder, file))
    .filter((file) => file.startsWith('cli/'));
  expect(direct.toSorted()).toEqual(writers.toSorted());
});

test('each format of a report takes its text through escape.ts', () => {
  // Renderers of a whole format, and what each of them is given outside text by.
  const gates: Readonly<Record<string, RegExp>> = {
    'report/markdown/markdown.ts': /escape\.ts/,
    'report/markdown/comment.ts': /escape\.ts/,
    'report/exchange/xml.ts': /escape\.ts/,
    'report/html/markup.ts': /escape\.ts/,
    'report/html/charts/chart.ts': /escape\.ts/,
    'report/terminal/wrap.ts': /escape\.ts/,
    'report/exchange/workflow-commands.ts': /escape\.ts/,
    'report/exchange/junit.ts': /xml\.ts/,
  };
  for (const [file, gate] of Object.entries(gates)) {
    expect(readFileSync(`${sourceFolder}${file}`, 'utf8'), file).toMatch(gate);
  }
});

test('a use case has no terminal, no arguments and no exit of its own', () => {
  const wrong = sourceFiles()
    .filter((file) => relative(sourceFolder, file).startsWith('harness/'))
    .filter((file) => /process\.(?:std|argv|exit|on\b)/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(sourceFolder, file));
  expect(wrong).toEqual([]);
});

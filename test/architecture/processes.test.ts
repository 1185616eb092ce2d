import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { sourceFiles, sourceFolder, specifiersIn } from './imports.ts';

/** Who may start a process, and why not by runner/processes/child-process.ts. */
const starters: Readonly<Record<string, string>> = {
  'runner/processes/child-process.ts': 'it is the one way',
  'runner/processes/reaper.ts': 'it outlives the harness, which the others must not',
  'subject/known-answers/outside.ts': 'it is a subject, of which the selftest knows that it starts them',
  'subject/program/preload.ts': 'it asks whether it is in a Worker, and starts none',
  'cli/launcher/pinned-node.js': 'it hands the terminal over, and an old Node must be able to read it',
};

test('one file starts processes, but for those that cannot', () => {
  const found = sourceFiles().filter((file) =>
    specifiersIn(readFileSync(file, 'utf8')).some((one) =>
      /^(?:node:)?(?:child_process|cluster|worker_threads)$|^(?:execa|cross-spawn|zx|tinyexec)$/.test(one),
    ),
  );
  expect(found.map((file) => relative(sourceFolder, file)).toSorted()).toEqual(
    Object.keys(starters).toSorted(),
  );
});

import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { productionJournal } from '../builders/journals.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

/*
 * What breaks Tidemark itself ends with exit code 4 and a sentence, never with what a regression ends with.
 */

const journal = (): string => {
  const { header, samples } = productionJournal(1);
  return [header, ...samples].map((entry) => `${JSON.stringify(entry)}\n`).join('');
};

const folderWithRun = async (): Promise<string> => {
  const cwd = await folderWith();
  mkdirSync(path.join(cwd, 'one'));
  writeFileSync(path.join(cwd, 'one', 'samples.jsonl'), journal());
  return cwd;
};

test.each([
  ['report', 'one'],
  ['serve', 'small'],
])(
  'an output that cannot be written ends the command: a full disk behind stdout of %s',
  {
    skip: process.platform !== 'linux',
  },
  async (...args) => {
    const cwd = await folderWithRun();
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const entry = fileURLToPath(new URL('../../src/cli/tidemark.js', import.meta.url));
    const { exitCode, stderr } = await execa(process.execPath, [entry, ...args], {
      cwd,
      reject: false,
      stdin: 'ignore',
      stdout: full as 3,
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr: 'tidemark: cannot write the output: ENOSPC: no space left on device, write',
    });
  },
);

describe('a report that cannot be made', () => {
  test('because one of its files cannot be replaced leaves the others as they were', async () => {
    const cwd = await folderWithRun();
    const inside = path.join(cwd, 'one');
    writeFileSync(path.join(inside, 'run.json'), 'as it was');
    mkdirSync(path.join(inside, 'report.md'));
    const { exitCode, stderr } = await inProcess(['report', 'one'], cwd);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^tidemark: cannot write one\/report\.md: EISDIR: [^\n]*$/);
    expect(readFileSync(path.join(inside, 'run.json'), 'utf8')).toBe('as it was');
    expect(readdirSync(inside).toSorted()).toEqual(['report.md', 'run.json', 'samples.jsonl']);
  });

  test('because its journal is longer than a string may be says so', async () => {
    const cwd = await folderWithRun();
    truncateSync(path.join(cwd, 'one', 'samples.jsonl'), 600e6);
    const { exitCode, stderr } = await inProcess(['report', 'one'], cwd);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^tidemark: cannot read one\/samples\.jsonl: it has 600 MB[^\n]*$/);
  });
});

test('a subject that dies by SIGINT, which nobody sent to the harness, is a failure of its row, and the run goes on', async () => {
  const cwd = await folderWith({
    'mine.yaml':
      'name: mine\nworkload: small\nscale: 0.05\nsamples: 1\nmetrics: [wallTime]\nstrategies: [./strategy.ts, naive]\nbudgets: [{ strategy: ./strategy.ts, wallTime: 1 min }]\n',
    'strategy.ts':
      "export default async function* () { process.kill(process.pid, 'SIGINT'); await new Promise(() => setTimeout(() => {}, 9e4)); }",
  });
  const { exitCode, stdout } = await tidemark(['run', 'mine.yaml', '--quiet', '--out', 'out'], cwd);
  expect(exitCode).toBe(3);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    '2 not judged in mine (./strategy.ts: signal: it was ended by SIGINT',
  );
  const { results }: Run = JSON.parse(readFileSync(path.join(cwd, 'out', 'run.json'), 'utf8'));
  expect(results.map(({ label, status }) => `${label} ${status}`)).toEqual([
    'idle completed',
    './strategy.ts failed',
    'naive completed',
  ]);
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess } from './command.ts';

test('a run does not start a row whose answer V8 cannot hold as one text, and says so', async () => {
  const scenario = `name: large
workload: production
scale: 3
strategies: [idle, naive: { expect: fails }]
samples: 1
metrics: [wallTime]
`;
  const cwd = await folderWith({ 'large.yaml': scenario });
  const { exitCode, stdout, stderr } = await inProcess(['run', 'large.yaml', '--out', 'out', '--quiet'], cwd);
  expect(exitCode, stderr).toBe(0);
  const { results } = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8')) as Run;
  expect(results.map(({ label, failure }) => [label, failure?.kind ?? null])).toEqual([
    ['idle', null],
    ['naive', 'too-long'],
  ]);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'failed, as expected: naive: too-long: naive takes one answer for all statuses as one text of about 539 MB',
  );
});

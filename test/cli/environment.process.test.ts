import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

/** Nothing listens there. */
const proxy = 'http://127.0.0.1:9';

const strategy = `import { writeFileSync } from 'node:fs';
export default async function* ({ reqmgr, statuses, }) {
  writeFileSync(new URL('strategy.json', import.meta.url), JSON.stringify(process.env));
  yield* Object.values(await reqmgr.requestsByStatus(statuses));
}
`;
const program = `import json, os, urllib.request
with open('program.json', 'w') as seen: json.dump(dict(os.environ), seen)
url = os.environ['TIDEMARK_URL'] + '/reqmgr2/data/request?status=announced'
urllib.request.urlopen(urllib.request.Request(url, headers={'Accept': 'application/json'})).read()
`;
const scenario = `name: mine
workload: small
scale: 0.05
samples: 1
metrics: [wallTime]
env: { UV_THREADPOOL_SIZE: 2 }
strategies:
  - ./mine.js
  - { command: [python3, ./mine.py], yields: nothing, checked: false }
`;

test('whatever the shell is set to, strategies and programs are measured as without it, and what was withheld is told', async () => {
  const cwd = await folderWith({ 'mine.js': strategy, 'mine.py': program, 'mine.yaml': scenario });
  const seenBy = async (name: string): Promise<Record<string, string>> =>
    JSON.parse(await readFile(path.join(cwd, name), 'utf8'));
  const env = {
    NODE_V8_COVERAGE: path.join(cwd, 'coverage'),
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    UV_THREADPOOL_SIZE: '64',
    PYTHONTRACEMALLOC: '1',
  };
  const { exitCode, stderr } = await tidemark(['run', 'mine.yaml', '--quiet', '--out', 'out'], cwd, [], {
    env,
  });
  expect(exitCode, stderr).toBe(0);
  const strategySaw = await seenBy('strategy.json');
  expect(strategySaw).toMatchObject({ UV_THREADPOOL_SIZE: '2' });
  for (const name of ['NODE_V8_COVERAGE', 'HTTP_PROXY', 'http_proxy'])
    expect(strategySaw).not.toHaveProperty(name);
  const programSaw = await seenBy('program.json');
  expect(programSaw).toMatchObject({ UV_THREADPOOL_SIZE: '64', http_proxy: proxy });
  for (const name of ['NODE_V8_COVERAGE', 'PYTHONTRACEMALLOC']) expect(programSaw).not.toHaveProperty(name);

  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  expect(run.environment.variables?.kept).toMatchObject({ UV_THREADPOOL_SIZE: '64' });
  expect(run.warnings.find(({ kind }) => kind === 'withheld')?.message).toContain('NODE_V8_COVERAGE');
});

test('a strategy that is edited under way breaks the run off, and what was measured before is kept', async () => {
  const editing = `import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
const once = new URL('once', import.meta.url);
export default async function* ({ reqmgr, statuses }) {
  if (existsSync(once)) appendFileSync(import.meta.filename, '// edited');
  writeFileSync(once, '');
  yield* Object.values(await reqmgr.requestsByStatus(statuses));
}`;
  const cwd = await folderWith({
    'mine.js': editing,
    'mine.yaml':
      'name: mine\nworkload: small\nscale: 0.05\nsamples: 2\nmetrics: [wallTime]\nstrategies: [./mine.js]\n',
  });
  const { exitCode, stderr } = await inProcess(['run', 'mine.yaml', '--quiet', '--out', 'out'], cwd);
  expect(exitCode, stderr).toBe(3);
  expect(stderr).toMatch(/the run broke off: mine\.js was changed while it was measured/);
  const lines = (await readFile(path.join(cwd, 'out', 'samples.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.slice(1, -1).map((line) => JSON.parse(line).round)).toEqual([1, 1]);
  const again = await inProcess(['report', 'out'], cwd);
  expect(again.exitCode, again.stdout).toBe(3);
  for (const report of [again.stdout, await readFile(path.join(cwd, 'out', 'junit.xml'), 'utf8')]) {
    expect(report.replace(/\s+/g, ' ')).toContain('the run ended before 1 of its 2 samples');
  }
  expect(again.stdout.replace(/\s+/g, ' ')).toContain('mine.js was changed while it was measured');
});

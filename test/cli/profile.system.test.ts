import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HeapProfile } from '../../src/record/heap-profile.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

const scenario = `name: mine
workload: small
scale: 0.2
strategies: [./holding.ts, name-then-chunk: { chunk: [10, 20] }, ./losing.ts]
`;

/** Holds 50,000 lists of 34 small numbers, 320 bytes each, from the twentieth document to the thirtieth. */
const holding = `function holdMuch() {
  const lists: unknown[] = [];
  for (let i = 0; i < 50_000; i++) lists.push([${'i, '.repeat(34)}]);
  return lists;
}
export default async function* ({ reqmgr, statuses }: any) {
  let held: unknown = null;
  let documents = 0;
  for (const document of Object.values(await reqmgr.requestsByStatus(statuses))) {
    documents += 1;
    if (documents === 20) held = holdMuch();
    if (documents === 31) held = null;
    yield document;
  }
}
`;

const losing = 'export default async function* () {}';

const profile = async (command: typeof inProcess | typeof tidemark, ...args: readonly string[]) => {
  const cwd = await folderWith({ 'mine.yaml': scenario, 'holding.ts': holding, 'losing.ts': losing });
  const result = await command(['profile', 'mine.yaml', '--out', 'out', ...args], cwd);
  return { ...result, out: path.join(cwd, 'out') };
};

describe('a profile', () => {
  test('tells what is alive near the peak, by function, and leaves files for other tools', async () => {
    const { exitCode, stdout, stderr, out } = await profile(tidemark, '--strategy', './holding.ts');
    expect(exitCode, stderr).toBe(0);
    expect(stderr.split('\n')).toEqual([
      '[1/3] ./holding.ts · live',
      '[2/3] ./holding.ts · boundary',
      '[3/3] ./holding.ts · profile',
    ]);
    expect(stdout).toMatch(/At document 20 of 64/);
    const [, megabytes] = /^holdMuch holding\.ts:1 +([\d.]+) MB/m.exec(stdout) ?? [];
    expect(Number(megabytes)).toBeGreaterThan(15);
    expect(Number(megabytes)).toBeLessThan(19);

    expect((await readdir(out)).sort()).toEqual(['flame-graph.html', 'profile.md', 'subject.heapprofile']);
    const forDevTools: HeapProfile & { samples: unknown[] } = JSON.parse(
      await readFile(path.join(out, 'subject.heapprofile'), 'utf8'),
    );
    expect(forDevTools.head.callFrame.functionName).toBe('(root)');
    expect(forDevTools.samples.length).toBeGreaterThan(100);
    const page = await readFile(path.join(out, 'flame-graph.html'), 'utf8');
    expect(page).toContain('holdMuch');
    expect(page).toMatch(
      /<head[^>]*><meta http-equiv="Content-Security-Policy" content="default-src 'unsafe-inline'/,
    );
  });

  test('of a strategy that loses workflows is refused', async () => {
    const { exitCode, stdout, stderr } = await profile(inProcess, '--strategy', './losing.ts', '--quiet');
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toBe(
      'tidemark: ./losing.ts could not be profiled: it did not process exactly the workload: 64 missed, 0 duplicated, 0 stale',
    );
  });

  test('under churn is held against the workload as it was meanwhile', async () => {
    const churn = 'services: { churn: { change: 1, appear: 1, vanish: 1 } }\n';
    const cwd = await folderWith({
      'mine.yaml': `name: mine\nworkload: small\nscale: 0.2\n${churn}strategies: [name-then-chunk: { chunk: 10 }]\n`,
    });
    const { exitCode, stderr } = await inProcess(
      ['profile', 'mine.yaml', '--strategy', 'name-then-chunk', '--quiet', '--out', 'out'],
      cwd,
    );
    expect(exitCode, stderr).toBe(0);
  });
});

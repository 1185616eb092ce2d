import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { gateArgs, holding, hopeless, scenario } from '../builders/gated.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

test('a gate whose strategy cannot be measured ends with 3, and leaves the baseline alone', async () => {
  const cwd = await folderWith({
    'mine.yaml': scenario.replace(', ./hopeless.ts: { expect: fails }', ''),
    'strategy.ts': hopeless,
    'baseline.json': 'as it was',
  });
  const cheap = gateArgs.map((arg) => (arg.startsWith('peakLive:') ? 'requests:1%' : arg));
  const { exitCode, stderr } = await inProcess([...cheap, '--update', '--out', 'out'], cwd);
  expect(exitCode).toBe(3);
  expect(stderr).toEqual(
    expect.stringMatching(
      /^tidemark: baseline\.json was not written: \.\/strategy\.ts could not be measured: error: .*out of order/,
    ),
  );
  expect(await readFile(path.join(cwd, 'baseline.json'), 'utf8')).toBe('as it was');
});

test('a gate that is interrupted writes the reports of what was measured, and no baseline', async () => {
  const cwd = await folderWith({
    'mine.yaml': scenario,
    'strategy.ts': holding(10e6),
    'hopeless.ts': hopeless,
  });
  const args = gateArgs.filter((arg) => arg !== '--quiet');
  const command = tidemark([...args, '--update', '--out', 'out'], cwd);
  for await (const line of command.iterable({ from: 'stderr' })) {
    if (line.startsWith('[3/')) process.kill(command.pid ?? 0, 'SIGINT');
  }
  const { exitCode, stdout } = await command;
  expect(exitCode).toBe(130);
  expect(stdout).toContain('report.html');
  expect(await readdir(path.join(cwd, 'out'))).toEqual(
    expect.arrayContaining(['samples.jsonl', 'run.json', 'report.md', 'junit.xml']),
  );
  expect(await readdir(cwd)).not.toContain('baseline.json');
});

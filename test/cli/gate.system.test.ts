import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { gateArgs, holding, hopeless, scenario } from '../builders/gated.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

test('a gate writes its baseline, lets the same pass, and fails on 1 MB more or an exceeded budget', async () => {
  const cwd = await folderWith({
    'mine.yaml': scenario.replace('peakLive: 1 GB', 'peakLive: 1 MB'),
    'strategy.ts': holding(10e6),
    'hopeless.ts': hopeless,
  });
  const updated = await inProcess([...gateArgs, '--update', '--out', 'first'], cwd);
  expect(updated.exitCode, updated.stderr).toBe(1);
  expect(updated.stdout).toContain('over its budget of 1.00 MB');
  expect(updated.stdout).toContain('baseline.json written');
  const baseline = JSON.parse(await readFile(path.join(cwd, 'baseline.json'), 'utf8'));
  expect(Object.keys(baseline.results)).toEqual(['idle', './strategy.ts']);

  await writeFile(path.join(cwd, 'mine.yaml'), scenario);
  const same = await inProcess([...gateArgs, '--out', 'same'], cwd);
  expect(same.exitCode, same.stderr).toBe(0);
  expect(same.stdout).toMatch(/^idle: this gate sees changes of peak live from \+\d.* on, and/);
  expect(same.stdout).toMatch(/^no regression in mine; 1 left out$/m);

  await writeFile(path.join(cwd, 'strategy.ts'), holding(11e6));
  const worse = await inProcess([...gateArgs, '--out', 'worse'], cwd);
  expect(worse.exitCode, worse.stderr).toBe(1);
  expect(worse.stdout).toMatch(
    /^1 regression in mine; 1 left out\n\nregression: \.\/strategy\.ts: peak live /m,
  );
  expect(worse.stdout).toContain('budget: ./strategy.ts: peak live');
  expect(await readFile(path.join(cwd, 'worse', 'comment.md'), 'utf8')).toContain(
    '### Tidemark: 1 regression',
  );
  expect(await readFile(path.join(cwd, 'worse', 'junit.xml'), 'utf8')).toContain(
    '<failure message="regression: ',
  );

  const back = await tidemark(['compare', 'worse', 'same', '--fail-on', 'peakLive:2%'], cwd);
  expect(back.exitCode).toBe(0);
  expect(back.stdout).toMatch(/^no regression in mine; 1 improvement\n/);
});

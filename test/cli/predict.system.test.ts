import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, tidemark } from './command.ts';

const scenario = 'name: growing\nworkload: small\nstrategies: [naive]\n';

test('predict fits a line through two sizes, and answers both ways', async () => {
  const cwd = await folderWith({ 'growing.yaml': scenario });
  const { exitCode, stdout, stderr } = await tidemark(
    [
      'predict',
      'growing.yaml',
      '--sizes',
      '0.3,1',
      '--samples',
      '3',
      '--limit',
      '1GiB',
      '--out',
      'out',
      '--quiet',
    ],
    cwd,
  );
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('backlog by peak RSS');
  const written = JSON.parse(await readFile(path.join(cwd, 'out', 'prediction.json'), 'utf8'));
  expect(written).toMatchObject({ schema: 'tidemark/prediction@1', sizes: [320, 96] });
  const live = written.predictions.find(
    (one: { label: string; metric: string }) => one.label === 'naive' && one.metric === 'peakLive',
  );
  expect(live.memory.map(({ items }: { items: number }) => items)).toEqual([320, 640]);
  expect(live.fit.slope).toBeGreaterThan(12_000);
  expect(live.backlog[0].answer.items).toBeGreaterThan(640);
});

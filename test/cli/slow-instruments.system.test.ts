import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess } from './command.ts';

test('the slower instruments read what they are for', async () => {
  const cwd = await folderWith();
  const metrics = 'warmTime,minHeap,growthPerCycle';
  const { exitCode, stderr } = await inProcess(
    ['run', 'smoke', '--scale', '0.1', '--strategy', 'naive', '--metrics', metrics, '--out', 'out'],
    cwd,
  );
  expect(exitCode, stderr).toBe(0);
  const { results } = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8')) as Run;
  for (const { metrics: figures, growth, floorProbes } of results) {
    expect(figures.warmTime?.median).toBeGreaterThan(0);
    expect(figures.minHeap?.median).toBeGreaterThan(4e6);
    expect(figures.growthPerCycle?.ci95).not.toBeNull();
    expect(['settles', 'not decided']).toContain(growth?.verdict);
    expect(floorProbes.some(({ survived }) => survived === 3)).toBe(true);
    expect(floorProbes.some(({ survived }) => survived < 3)).toBe(true);
  }
});

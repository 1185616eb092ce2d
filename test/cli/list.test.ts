import { describe, expect, test } from 'vitest';
import { scenarioNames } from '../../src/cases/load.ts';
import { drawCatalogue } from '../../src/cli/terminal/draw-catalogue.ts';
import { listKnown } from '../../src/harness/shown/catalogue.ts';
import { faultKinds } from '../../src/record/faults.ts';
import { metricNames } from '../../src/record/metrics.ts';
import { drawDefinitions } from '../../src/report/terminal/definitions.ts';
import { folderWith, inProcess } from './command.ts';

const known = listKnown();

test('the list has every scenario, metric and fault, and the strategies of every case with their parameters', () => {
  expect(known.scenarios?.map(({ name }) => name)).toEqual(scenarioNames());
  expect(known.metrics?.map(({ name }) => name)).toEqual(metricNames);
  expect(known.faults?.map(({ name }) => name)).toEqual(faultKinds);
  expect(new Set(known.strategies?.map((one) => one.case))).toEqual(new Set(['reqmgr2', 'unmerged']));
  const chunks = known.strategies?.find(({ name }) => name === 'name-then-chunk')?.parameters;
  expect(chunks?.slice(0, 2)).toEqual([
    { name: 'chunk', meaning: 'names a request', default: 100, allowed: { from: 1 } },
    expect.objectContaining({ name: 'lookup', default: 'post', allowed: { of: ['get', 'post'] } }),
  ]);
});

test('a scenario is listed with its question and the samples that a run takes', () => {
  const smoke = { answeredBy: null, rows: 4, samples: 16 };
  expect(known.scenarios?.find(({ name }) => name === 'smoke')).toMatchObject(smoke);
  expect(known.scenarios?.find(({ name }) => name === 'production')).toMatchObject({
    description: expect.stringMatching(/\?$/),
    answeredBy: 'peakLive',
    samples: 40,
  });
});

test.each([60, 80, 120])('no line of the list is longer than %i columns, and no word is lost', (width) => {
  const text = drawCatalogue(known, { width });
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  expect(text.split('\n').filter((line) => line !== line.trimEnd())).toEqual([]);
  const words = (some: string): string => some.replace(/\s+/g, ' ');
  for (const { meaning } of known.metrics ?? []) expect(words(text)).toContain(words(meaning));
});

test('a name that would take half of a line stands on one of its own', () => {
  const entries = [
    { name: 'short', text: 'one' },
    { name: 'a-name-that-is-much-too-long-here', text: 'two' },
  ];
  expect(drawDefinitions(entries, 60)).toBe(
    '  short  one\n  a-name-that-is-much-too-long-here\n         two',
  );
});

describe('the command', () => {
  test('alone lists what there is, as list does', async () => {
    const cwd = await folderWith();
    const alone = await inProcess([], cwd);
    expect([alone.exitCode, alone.stderr]).toEqual([0, '']);
    expect(alone.stdout).toMatch(/^scenarios\n[\s\S]*\nstrategies of[\s\S]*\nmetrics\n[\s\S]*\nfaults /);
    expect(alone).toEqual(await inProcess(['list'], cwd));
  });

  test('lists one kind', async () => {
    const { exitCode, stdout } = await inProcess(['list', 'faults'], await folderWith());
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^faults [\s\S]*stall/)]);
    expect(stdout).not.toMatch(/^(scenarios|metrics)$/m);
  });

  test('lists as JSON, for programs', async () => {
    const { exitCode, stdout } = await inProcess(['list', 'metrics', '--json'], await folderWith());
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      0,
      { schema: 'tidemark/list@1', metrics: known.metrics },
    ]);
  });

  test('refuses a kind that there is not, with the nearest', async () => {
    const { exitCode, stdout, stderr } = await inProcess(['list', 'metric'], await folderWith());
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^tidemark: there are no "metric" to list\n {2}Did you mean "metrics"\?/);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { explainMetric } from '../../src/harness/shown/explain.ts';
import { metricNames, metrics } from '../../src/record/metrics.ts';
import { folderWith, inProcess } from './command.ts';

/** As GitHub makes them of headings. */
const anchorsOf = (page: string): string[] =>
  readFileSync(path.join(import.meta.dirname, '../..', page), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('## '))
    .map((line) =>
      line
        .slice(3)
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );

test.each(metricNames)('%s leads to a section of a page that there is', (name) => {
  const [page = '', anchor] = explainMetric(name).page.split('#');
  expect(anchorsOf(page)).toContain(anchor);
});

test.each(metricNames)('%s is explained on lines that fit a terminal', async (name) => {
  const { exitCode, stdout, stderr } = await inProcess(['explain', name], await folderWith());
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(stdout.replace(/\s+/g, ' ')).toContain(metrics[name].meaning);
});

test('what is explained: unit, direction, samples, rows, what it leaves out, the page', async () => {
  const { stdout } = await inProcess(['explain', 'peakLive'], await folderWith());
  expect(stdout).toMatch(/^peakLive: peak live\n/);
  expect(stdout).toMatch(/^ {2}unit +bytes$/m);
  expect(stdout).toMatch(/^ {2}better +less$/m);
  expect(stdout).toMatch(/^ {2}read in +samples for live, taken each round;/m);
  expect(stdout).toMatch(/^ {2}leaves out +memory that V8 does not tell of[\s\S]*Workers/m);
  expect(stdout).toContain('src/subject/probes/README.md#peaklive-peaklivebefore');
});

test('a metric is known by what reports call it, too', () => {
  expect(explainMetric('peak live')).toEqual(explainMetric('peakLive'));
});

test('what the services count has no purpose of its own', () => {
  expect(explainMetric('requests')).toMatchObject({ purpose: null, countedBy: 'services', leavesOut: [] });
});

test('as JSON it is for programs', async () => {
  const { stdout } = await inProcess(['explain', 'minHeap', '--json'], await folderWith());
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'tidemark/explain@1',
    purpose: { name: 'floor', taken: 'once' },
  });
});

test('an unknown metric is refused, with the nearest', async () => {
  const { exitCode, stdout, stderr } = await inProcess(['explain', 'peekLive'], await folderWith());
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^tidemark: unknown metric "peekLive"\n {2}Did you mean "peakLive"\? Known: /);
});

import { expect, test } from 'vitest';
import { parseBounds } from '../../src/cli/bounds.ts';
import { defaultCompared, defaultFailOn } from '../../src/cli/default-bounds.ts';
import { reportOf } from '../scenario/scenario-folder.ts';

test('bounds are metrics with shares', () => {
  expect(parseBounds('peakLive:2%, wallTime: 12.5 %')).toEqual([
    { metric: 'peakLive', share: 0.02 },
    { metric: 'wallTime', share: 0.125 },
  ]);
  for (const text of [defaultFailOn, defaultCompared]) expect(parseBounds(text)[0]?.metric).toBe('peakLive');
});

test.each([
  [
    'peakLive',
    '--fail-on: "peakLive" is no metric with a bound in per cent\n  Expected metrics with how much worse',
  ],
  ['peakLive:2', '"peakLive:2" is no metric with a bound'],
  ['peakLive:-2%', '"peakLive:-2%" is no metric with a bound'],
  ['peakLife:2%', 'unknown metric "peakLife"\n  Did you mean "peakLive"?'],
  ['peakLive:2%,peakLive:3%', 'peakLive stands twice'],
  ['minHeap:2%', 'minHeap is read once a run, and a gate takes several readings\n  Give it a budget'],
  [',', 'no metric is named'],
])('"%s" is refused: what is wrong, and what was expected', (text, complaint) => {
  expect(reportOf(() => parseBounds(text))).toContain(complaint);
});

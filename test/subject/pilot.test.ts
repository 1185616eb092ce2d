import { expect, test } from 'vitest';
import { readResident } from '../../src/subject/probes/unseen.ts';
import pilot from '../../src/subject/procedures/pilot.ts';

const report = { total: 0, cleaned: 0, normalArchived: 0, forceArchived: 0 };

test('a cycle that collects garbage in its last turn has a timeline with all of its events', async () => {
  const cycle = async () => {
    // Dropped as it is made: enough for several collections of the young generation, without a turn of the event loop.
    for (let i = 0; i < 60; i++) Array.from({ length: 100_000 }, (_, n) => ({ n }));
    return report;
  };
  const { detail, metrics } = await pilot(cycle, 1, readResident());
  expect(metrics.gcCount).toBeGreaterThan(2);
  expect(detail.kind === 'timeline' ? detail.points.length : 0).toBeGreaterThan(2 * (metrics.gcCount ?? 0));
});

import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { TimelinePoint } from '../../src/record/messages/subject-report.ts';
import type { Run } from '../../src/record/run.ts';
import { aJournal, aRow, aSample, completed, outOfMemory } from './journals.ts';

export const analyse = (journal: Journal): Run => analyseJournal(journal, { pinnedNode: '26.10.0' });

/** What someone may call a strategy. */
export const hostileName = '<script>alert("1")</script>';

const MB = 1_000_000;

const figures: Readonly<Record<string, { readonly live: number; readonly wall: number }>> = {
  idle: { live: 15, wall: 20 },
  naive: { live: 660, wall: 1500 },
  'name-then-chunk chunk=10': { live: 20, wall: 1800 },
  'name-then-chunk chunk=100': { live: 28, wall: 1200 },
  'name-then-chunk chunk=1000': { live: 160, wall: 1300 },
};

/** Memory that climbs to its peak and falls in as many collections. */
const sawtooth = (peak: number, collections: number): TimelinePoint[] =>
  Array.from({ length: 2 * collections }, (_, i) => ({
    t: 10 * i,
    heap: (peak * MB * (i + 1)) / (2 * collections) / (i % 2 === 0 ? 2 : 1),
    external: 4 * MB,
  }));

/** A run with a matrix, timelines, and a strategy of a hostile name that failed. */
export const sweepJournal = (): Journal => {
  const labels = Object.keys(figures);
  const samples = Object.entries(figures).flatMap(([label, { live, wall }]) => [
    aSample(label, {
      purpose: 'pilot',
      outcome: completed(
        { peakHeap: live * MB },
        { detail: { kind: 'timeline', points: sawtooth(live, 300) } },
      ),
    }),
    aSample(label, {
      purpose: 'live',
      outcome: completed({ peakLive: live * MB, peakLiveBefore: 1.1 * live * MB }),
    }),
    aSample(label, { purpose: 'timing', outcome: completed({ wallTime: wall, peakRss: 2 * live * MB }) }),
  ]);
  return aJournal([...samples, aSample(hostileName, { purpose: 'live', outcome: outOfMemory })], {
    reference: 'naive',
    rows: [...labels.map((label) => aRow(label)), aRow(hostileName, { strategy: hostileName })],
    scenario: { samples: 1, name: hostileName, description: `"><img src=x> & 'more'` },
  });
};

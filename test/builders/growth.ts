import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Judge } from '../../src/record/checks/claims.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Run } from '../../src/record/run.ts';
import { aClaim, atMost } from './claims.ts';
import { aJournal } from './journals.ts';
import { live } from './judge.ts';

/** A run of naive over so many items, with the live memory above idle that it is given. */
export const sized = (
  items: number,
  value: number,
  changes: Parameters<typeof aJournal>[1] = {},
): Journal => {
  const { header, samples } = aJournal(
    [...live('idle', 100, 100), ...live('naive', 100 + value, 100 + value)],
    changes,
  );
  return { header: { ...header, workload: { ...header.workload, items } }, samples };
};

export const growthOverSizes: Judge = {
  kind: 'growth',
  metric: 'peakLive',
  of: 'naive',
  against: 'items',
  over: ['tenth', 'half', null],
  bound: atMost(1.1),
};

/** A run with two named measurements, and a claim about growth over all three: 1 MB for ten items. */
export const growthRun = (): Run =>
  analyseJournal(sized(1000, 100e6, { claims: [aClaim(growthOverSizes)] }), {
    pinnedNode: '26.10.0',
    measurements: new Map([
      ['tenth', sized(100, 10e6)],
      ['half', sized(500, 50e6)],
    ]),
  });

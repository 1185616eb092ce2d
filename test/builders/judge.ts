import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Judge, Judgement, Reading } from '../../src/record/checks/claims.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import { aClaim } from './claims.ts';
import { aJournal, rounds } from './journals.ts';

/** The one judgement of a claim over a run of these samples. */
export const judge = (
  about: Judge,
  samples: readonly Sample[],
  { measurements = {}, ...changes }: Partial<Reading> & { measurements?: Record<string, Journal> } = {},
): Judgement => {
  const journal = aJournal(samples, { claims: [aClaim(about, changes)] });
  const run = analyseJournal(journal, {
    pinnedNode: '26.10.0',
    measurements: new Map(Object.entries(measurements)),
  });
  const [judgement] = run.claims[0]?.judgements ?? [];
  if (judgement === undefined) throw new Error('expected a judgement');
  return judgement;
};

export const figuresOf = (judgement: Judgement) =>
  'figures' in judgement ? judgement.figures.map(({ name, value }) => [name, value]) : judgement.why;

export const live = (label: string, ...values: readonly number[]): Sample[] =>
  rounds(label, 'peakLive', values);

import type { JournalHeader } from '../record/journal/journal.ts';
import type { Sample } from '../record/journal/sample.ts';
import type { Run } from '../record/run.ts';
import type { MeasureEvent } from '../runner/measure.ts';
import { runOf } from './read-run.ts';

/** A round is over, and what is known by then. */
export interface RoundOver {
  readonly type: 'round';
  /** The round that is over; 0 are the pilots. */
  readonly round: number;
  readonly rounds: number;
  /** What the samples so far come to; of pilots, what each read of the heap, though their figures count nowhere. */
  readonly run: () => Run;
}

/**
 * Watches one measurement after another, and says after each round but the last what is known by then. It is told between two
 * samples, so what is made of it disturbs none.
 */
export const watchRounds = (): ((event: MeasureEvent) => RoundOver | null) => {
  let header: JournalHeader | null = null;
  let samples: Sample[] = [];
  return (event) => {
    if (event.type === 'planned') {
      header = event.header;
      samples = [];
    } else if (event.type === 'sampled') samples.push(event.sample);
    const last = samples.at(-1);
    if (event.type !== 'sampling' || header === null || last === undefined) return null;
    if (event.planned.round === last.round) return null;
    const journal = { header, samples: last.round === 0 ? samples.map(asFirst) : [...samples] };
    const { samples: rounds } = header.scenario;
    return { type: 'round', round: last.round, rounds, run: () => runOf(journal, []) };
  };
};

/** A pilot's figures stand in until there are better ones. */
const asFirst = (sample: Sample): Sample => ({ ...sample, purpose: 'heap', round: 1 });

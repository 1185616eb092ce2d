import type { ChurnRates } from '../../../../record/journal/services-behaviour.ts';
import { bitsAt, createPermutation } from '../../../../units/random.ts';
import type { Status, WorkloadDescription } from '../description.ts';
import { openMoving, openWorkload } from '../open.ts';
import type { Workload } from '../workload.ts';
import { takeSnapshot } from './snapshot.ts';
import { type Events, type Stock, type Touched, touch, untouched } from './touched.ts';

/**
 * A workload that changes between requests: a pure function of description, seed, rates and the number of the request. Each
 * workflow changes its status or vanishes at most once, and as many as there were at first can appear: from then on,
 * nothing changes any more.
 */
export interface Churn {
  /** The workload that the nth request finds, from 1; the first one finds it as it was opened. */
  readonly at: (request: number) => Workload;
  /** What requests 1 to n may have found otherwise than the first one did. */
  readonly until: (request: number) => Passing;
}

/** A workflow in a status since a time. */
interface Version {
  readonly name: string;
  readonly status: Status;
  readonly lastTransition: number;
}

/** Workflows that were not there throughout, or not in one status. */
interface Passing {
  /** Indices of the workload as it was opened. */
  readonly touched: readonly number[];
  /** Each state that one of them was in, with the statuses in which a reader may have looked for it. */
  readonly versions: readonly (Version & { readonly foundIn: readonly Status[] })[];
}

/** How many of each kind have happened. */
interface Progress {
  readonly changed: number;
  readonly vanished: number;
  readonly appeared: number;
}

export const openChurn = (description: WorkloadDescription, seed: number, rates: ChurnRates): Churn => {
  const { workload: base, moved } = openMoving(description, seed);
  // Another seed's names have other times and numbers in them; that two are the same is one in 10^11.
  const stock: Stock = { base, moved, arrivals: openWorkload(description, bitsAt(seed, 0xa441e5) >>> 0) };
  const { size } = base;
  const touchedAs = createPermutation(size, bitsAt(seed, 0xc4a46e));
  const arrivalAs = createPermutation(size, bitsAt(seed, 0xa99ea4));
  const leaving = rates.change + rates.vanish;
  const mostChanged = leaving === 0 ? 0 : Math.floor((size * rates.change) / leaving);

  const progressAt = (request: number): Progress => ({
    changed: Math.min(mostChanged, Math.floor(rates.change * (request - 1))),
    vanished: Math.min(size - mostChanged, Math.floor(rates.vanish * (request - 1))),
    appeared: Math.min(size, Math.floor(rates.appear * (request - 1))),
  });

  /** Changes are dealt from one end of the permutation and departures from the other, so that they never meet. */
  const eventsBetween = (from: Progress, to: Progress): Events => ({
    changing: range(from.changed, to.changed).map(touchedAs),
    vanishing: range(from.vanished, to.vanished).map((n) => touchedAs(size - 1 - n)),
    appearing: range(from.appeared, to.appeared).map(arrivalAs),
  });

  const start: Progress = { changed: 0, vanished: 0, appeared: 0 };
  let last = { progress: start, touched: untouched, workload: base };
  const stateAt = (request: number): typeof last => {
    const progress = progressAt(request);
    if (isSame(progress, last.progress)) return last;
    const isAhead =
      progress.changed >= last.progress.changed &&
      progress.vanished >= last.progress.vanished &&
      progress.appeared >= last.progress.appeared;
    const touched = isAhead
      ? touch(stock, last.touched, eventsBetween(last.progress, progress))
      : touch(stock, untouched, eventsBetween(start, progress));
    last = { progress, touched, workload: takeSnapshot(stock, touched) };
    return last;
  };

  return {
    at: (request) => stateAt(request).workload,
    until: (request) => passingIn(stock, stateAt(request).touched),
  };
};

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const isSame = (a: Progress, b: Progress): boolean =>
  a.changed === b.changed && a.vanished === b.vanished && a.appeared === b.appeared;

const passingIn = ({ base, moved, arrivals }: Stock, { changed, vanished, appeared }: Touched): Passing => {
  const left = [...changed, ...vanished].map((index) => ({
    name: base.nameAt(index),
    status: base.statusAt(index),
    lastTransition: base.lastTransitionAt(index),
    foundIn: [base.statusAt(index)],
  }));
  // Who has its name from before asks for it by name, in whatever status it is by then.
  const went = changed.map((index) => ({
    name: base.nameAt(index),
    status: moved.statusAt(index),
    lastTransition: moved.lastTransitionAt(index),
    foundIn: [base.statusAt(index), moved.statusAt(index)],
  }));
  const came = appeared.indices.map((index) => ({
    name: arrivals.nameAt(index),
    status: arrivals.statusAt(index),
    lastTransition: arrivals.lastTransitionAt(index),
    foundIn: [arrivals.statusAt(index)],
  }));
  return { touched: [...changed, ...vanished], versions: [...left, ...went, ...came] };
};

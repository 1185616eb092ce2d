import { median } from 'simple-statistics';
import { Bench } from 'tinybench';
import { medianInterval } from '../../src/analysis/statistics/median-interval.ts';

export interface Task {
  readonly name: string;
  readonly run: () => Promise<unknown> | unknown;
}

/** Milliseconds of each task, a value a round. */
export type Timings = ReadonlyMap<string, readonly number[]>;

/**
 * Times tasks in rounds, each once a round and the next right after, so that a drift of the machine meets all of them
 * and ratios can be taken pair by pair. A first round warms up and is not counted.
 */
export const timeSideBySide = async (tasks: readonly Task[], rounds: number): Promise<Timings> => {
  const timings = new Map<string, number[]>(tasks.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true, retainSamples: true });
    for (const { name, run } of tasks) bench.add(name, async () => void (await run()), { async: true });
    await bench.run();
    if (round === 0) continue;
    for (const task of bench.tasks) {
      const { result } = task;
      if (result.state !== 'completed') throw new Error(`${task.name} ended as ${result.state}`);
      timings.get(task.name)?.push(result.latency.mean);
    }
  }
  return timings;
};

/** Median over the rounds, in milliseconds. */
export const medianOf = (timings: Timings, name: string): number => median([...valuesOf(timings, name)]);

/** Median over the rounds of the ratio of two tasks' times in the same round. */
export const ratioOf = (timings: Timings, name: string, to: string): number =>
  median([...ratiosOf(timings, name, to)]);

/** The ratio of two tasks' times, a value a round. */
export const ratiosOf = (timings: Timings, name: string, to: string): readonly number[] => {
  const base = valuesOf(timings, to);
  return valuesOf(timings, name).map((value, round) => value / (base[round] as number));
};

/** The median of paired ratios and its 95 % interval, in words; of too few rounds the median alone. */
export const ratioInWords = (ratios: readonly number[], inWords: (ratio: number) => string): string => {
  const interval = medianInterval(ratios);
  const around = interval === null ? '' : ` (${inWords(interval[0])} to ${inWords(interval[1])})`;
  return `${inWords(median([...ratios]))}${around}, ${ratios.length} rounds`;
};

const valuesOf = (timings: Timings, name: string): readonly number[] => {
  const values = timings.get(name);
  if (values === undefined) throw new Error(`no task is named ${name}`);
  return values;
};

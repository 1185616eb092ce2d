import { Bench } from 'tinybench';
import type { ConsumerReport } from '../../record/messages/subject-report.ts';
import type { MetricLackedBy, MetricReadBy } from '../../record/metrics.ts';
import { readPeakRss } from '../probes/peak-rss.ts';
import { type Cycle, type Procedure, sameReport } from './procedure.ts';

/**
 * Wall and processor time of the first cycle of this process and its high-water mark of resident memory, then the
 * median of the later cycles, if there are any. Two benches, because tinybench sorts its samples: in one, the cold cycle
 * could not be told from the warm ones.
 */
const timing: Procedure = async (cycle, cycles) => {
  let consumer: ConsumerReport | undefined;
  const cpuAtStart = process.cpuUsage();
  const [wallTime] = await timesOf(1, async () => {
    consumer = await cycle();
  });
  const { user, system } = process.cpuUsage(cpuAtStart);
  const rss = readPeakRss();
  if (consumer === undefined || wallTime === undefined) throw new Error('tinybench has not run the cycle');
  const warmTime = cycles > 1 ? await timeWarm(cycle, cycles - 1, consumer) : null;
  const { peakRss = null } = rss.metrics;
  const figures: Figures = { wallTime, cpuTime: (user + system) / 1000, warmTime, peakRss };
  return {
    metrics: Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null)),
    unavailable: rss.unavailable,
    detail: { kind: 'none' },
    consumer,
  };
};

export default timing;

/** Null for what could not be had, or was not asked for. */
type Figures = Readonly<Record<Exclude<MetricReadBy<'timing'>, MetricLackedBy<'ofStrategy'>>, number | null>>;

const timeWarm = async (cycle: Cycle, cycles: number, first: ConsumerReport): Promise<number> => {
  let number = 1;
  const times = await timesOf(cycles, async () => {
    number += 1;
    sameReport(first, await cycle(), number);
  });
  return times[times.length >> 1] as number;
};

/** Milliseconds of each of so many calls, sorted. */
const timesOf = async (iterations: number, work: () => Promise<void>): Promise<readonly number[]> => {
  const bench = new Bench({ iterations, time: 0, warmup: false, throws: true, retainSamples: true });
  bench.add('cycle', work, { async: true });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`tinybench ended as ${task?.result.state}`);
  return task.result.latency.samples ?? [];
};

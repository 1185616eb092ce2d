import { Bench } from 'tinybench';
import type { RuleCleanerReport } from '../../record/subject-report.ts';
import { readPeakRss } from '../probes/peak-rss.ts';
import { type Cycle, type Procedure, sameReport } from './procedure.ts';

/**
 * Wall and processor time of the first cycle of this process and its high-water mark of resident memory, then the
 * median of the later cycles, if there are any. Two benches, because tinybench sorts its samples: in one, the cold cycle
 * could not be told from the warm ones.
 */
const timing: Procedure = async (cycle, cycles) => {
  let ruleCleaner: RuleCleanerReport | undefined;
  const cpuAtStart = process.cpuUsage();
  const [wallTime] = await timesOf(1, async () => {
    ruleCleaner = await cycle();
  });
  const { user, system } = process.cpuUsage(cpuAtStart);
  const rss = readPeakRss();
  if (ruleCleaner === undefined || wallTime === undefined) throw new Error('tinybench has not run the cycle');
  const warm = cycles > 1 ? await timeWarm(cycle, cycles - 1, ruleCleaner) : {};
  return {
    metrics: { wallTime, cpuTime: (user + system) / 1000, ...warm, ...rss.metrics },
    unavailable: rss.unavailable,
    detail: { kind: 'none' },
    ruleCleaner,
  };
};

export default timing;

const timeWarm = async (
  cycle: Cycle,
  cycles: number,
  first: RuleCleanerReport,
): Promise<{ warmTime: number }> => {
  let number = 1;
  const times = await timesOf(cycles, async () => {
    number += 1;
    sameReport(first, await cycle(), number);
  });
  return { warmTime: times[times.length >> 1] as number };
};

/** Milliseconds of each of so many calls, sorted. */
const timesOf = async (iterations: number, work: () => Promise<void>): Promise<readonly number[]> => {
  const bench = new Bench({ iterations, time: 0, warmup: false, throws: true, retainSamples: true });
  bench.add('cycle', work, { async: true });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`tinybench ended as ${task?.result.state}`);
  return task.result.latency.samples ?? [];
};

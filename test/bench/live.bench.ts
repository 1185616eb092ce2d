import { median } from 'simple-statistics';
import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import {
  fineSearch,
  firstSearch,
  type LiveSearch,
  wholeSearch,
} from '../../src/record/messages/live-grain.ts';
import { startServicesProcess } from '../../src/runner/services/services-process.ts';
import { tightSchedule } from '../../src/runner/subject/gc-schedule.ts';
import { prepareSubjects } from '../../src/runner/subject/subject-process.ts';
import { jobOf, servedDescription } from '../builders/reqmgr2.ts';
import type { Finding } from './findings.ts';

const rows = [
  { strategy: 'naive', params: {} },
  { strategy: 'name-then-chunk', params: { chunk: 10 } },
  { strategy: 'name-then-chunk', params: { chunk: 100 } },
  { strategy: 'line-stream', params: {} },
  { strategy: 'document-stream', params: {} },
] as const;
const statuses = ['announced', 'aborted-completed', 'rejected'];

/**
 * What a live sample takes against the same cycle untouched, fresh processes one right after the other, the ratios taken pair by
 * pair; and how far what it reads lies from a search that knows no floor.
 */
export const benchLive = async (scratch: string, rounds = 5): Promise<Finding[]> => {
  const { signal } = new AbortController();
  const services = await startServicesProcess(
    servedDescription(loadDescription('production')),
    scratch,
    signal,
  );
  const subjects = prepareSubjects(scratch, {
    module: jobOf(statuses).module,
    strategies: [...new Set(rows.map(({ strategy }) => strategy))],
  });
  const run = async (
    { strategy, params }: (typeof rows)[number],
    job: { readonly purpose: 'timing' } | { readonly purpose: 'live'; readonly search: LiveSearch },
  ): Promise<{ ms: number; peakLive: number }> => {
    const began = performance.now();
    const end = await subjects.run(
      {
        url: services.url,
        retries: { attempts: 1, base: 0, longest: 0 },
        ...jobOf(statuses),
        ...{ strategy, params, cycles: 1 },
        ...job,
      },
      { timeoutMs: 600_000, flags: job.purpose === 'live' ? tightSchedule : [], signal },
    );
    if (end.type !== 'reported') throw new Error(`${strategy} did not complete: ${JSON.stringify(end)}`);
    return { ms: performance.now() - began, peakLive: end.report.metrics.peakLive ?? Number.NaN };
  };

  try {
    const findings: Finding[] = [];
    for (const row of rows) {
      const scout = await run(row, { purpose: 'live', search: firstSearch });
      const search = fineSearch(scout.peakLive);
      await run(row, { purpose: 'timing' });
      const pairs: { untouched: number; live: number; peakLive: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const untouched = await run(row, { purpose: 'timing' });
        const { ms, peakLive } = await run(row, { purpose: 'live', search });
        pairs.push({ untouched: untouched.ms, live: ms, peakLive });
      }
      const whole = await run(row, { purpose: 'live', search: wholeSearch });
      const ratio = median(pairs.map(({ untouched, live }) => live / untouched));
      const off = Math.max(...pairs.map(({ peakLive }) => Math.abs(peakLive / whole.peakLive - 1)));
      const label = [row.strategy, ...Object.entries(row.params).map((pair) => pair.join('='))].join(' ');
      findings.push(
        {
          what: `${label}: a live sample against the same cycle untouched`,
          measured: `${ratio.toFixed(2)} times (${pairs.map(({ live }) => (live / 1000).toFixed(1)).join(', ')} s); the first ${(scout.ms / 1000).toFixed(1)} s`,
          goal: { text: 'at most 2 times', met: ratio <= 2 },
        },
        {
          what: `${label}: the same figure as a search without a floor`,
          measured: `within ${(off * 100).toFixed(2)} % of ${(whole.peakLive / 1e6).toFixed(2)} MB`,
          goal: { text: 'within 0.2 %', met: off <= 0.002 },
        },
      );
    }
    return findings;
  } finally {
    await services.stop();
  }
};

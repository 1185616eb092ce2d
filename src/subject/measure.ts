import type { Purpose } from '../record/metrics.ts';
import type { SubjectReport, SubjectTask } from '../record/subject.ts';
import { createCouch } from './client/couch.ts';
import { createHttp } from './client/http.ts';
import { createReqMgr } from './client/reqmgr.ts';
import { createWmStats } from './client/wmstats.ts';
import { startHeapProbe, startLiveProbe } from './probes/heap-probe.ts';
import { startPilotProbe } from './probes/pilot-probe.ts';
import type { Probe } from './probes/probe.ts';
import { startTimingProbe } from './probes/timing-probe.ts';
import { openProcessedLog } from './processed-log.ts';
import { runCycle } from './rule-cleaner/cycle.ts';
import { loadStrategy } from './strategies/registry.ts';

type CompletedReport = Extract<SubjectReport, { status: 'completed' }>;

const probes: Readonly<Record<Purpose, () => Probe>> = {
  heap: startHeapProbe,
  live: startLiveProbe,
  timing: startTimingProbe,
  pilot: startPilotProbe,
};

/**
 * One cycle under one probe, which runs when all is loaded and open, and stops before anything is closed. The log of
 * processed workflows exists afterwards even if the strategy could not be loaded.
 */
export const measure = async (task: SubjectTask): Promise<CompletedReport> => {
  const log = openProcessedLog(task.processedPath);
  const controller = new AbortController();
  const { signal } = controller;
  const http = createHttp(task.url, { signal });
  const clients = { reqmgr: createReqMgr(http), couch: createCouch(http), wmstats: createWmStats(http) };
  const context = { ...clients, statuses: task.statuses, params: task.params, signal };
  try {
    const strategy = await loadStrategy(task.strategy);
    const probe = probes[task.purpose]();
    const ruleCleaner = await runCycle(strategy, context, log.append);
    const { metrics, unavailable, timeline = [] } = probe.stop();
    return {
      status: 'completed',
      metrics,
      unavailable,
      ruleCleaner,
      timeline,
      stripperLoaded: isStripperLoaded(),
    };
  } finally {
    log.close();
    controller.abort();
    await http.close();
  }
};

/**
 * Whether this process has loaded Node's TypeScript stripper, seen on Node 26.10 as the built-in module
 * internal/deps/amaro. Taken for loaded where Node does not list its modules, an undocumented property.
 */
const isStripperLoaded = (): boolean => {
  const { moduleLoadList } = process as typeof process & { readonly moduleLoadList?: readonly string[] };
  return moduleLoadList?.some((name) => name.includes('internal/deps/amaro')) ?? true;
};

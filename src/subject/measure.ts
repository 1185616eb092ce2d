import type { SubjectTask } from '../record/messages/subject.ts';
import type { SubjectReport } from '../record/messages/subject-report.ts';
import type { MetricReadBy } from '../record/metrics.ts';
import type { CaseSubject, OnItem } from './case.ts';
import { openConnection } from './client/open.ts';
import { iterate, loadConsumer, loadStrategy } from './load.ts';
import { readResident, watchOthers } from './probes/unseen.ts';
import { loadProcedure } from './procedures/load.ts';
import type { Cycle } from './procedures/procedure.ts';
import { openProcessedLog } from './processed-log.ts';

type CompletedReport = Extract<SubjectReport, { status: 'completed' }>;
type ReadByClient = Readonly<Record<MetricReadBy<'client'>, number>>;

/**
 * Measures what the task asks for. The procedure starts its probe when all is loaded and open, and stops it before
 * anything is closed. The log of processed items exists afterwards even if the strategy could not be loaded.
 */
export const measure = async (task: SubjectTask): Promise<CompletedReport> => {
  const log = openProcessedLog(task.processedPath);
  const controller = new AbortController();
  const { signal } = controller;
  const { default: side } = (await import(task.module)) as { readonly default: CaseSubject };
  const { http, url, target, retried } = openConnection(task, side.readByPost, signal);
  const own = side.open({ http, url, target, data: task.data });
  const builtIn = (name: string) => loadStrategy(name, side);
  const context = { ...own, params: task.params, signal, builtIn };
  try {
    const othersStarted = watchOthers();
    const before = readResident();
    const strategy = await loadStrategy(task.strategy, side);
    const consume = await loadConsumer(task.consumer, side, task.data);
    const procedure = await loadProcedure(task);
    const cycle: Cycle = (atBoundary) => {
      log.restart();
      return consume(
        () => iterate(strategy, context, side.example),
        context,
        atBoundary === undefined ? log.append : both(log.append, atBoundary),
      );
    };
    const { resident = null, ...reading } = await procedure(cycle, task.cycles, before);
    return {
      status: 'completed',
      ...reading,
      metrics: { ...reading.metrics, ...({ retries: retried() } satisfies ReadByClient) },
      unseen: { ...othersStarted(), resident },
      stripperLoaded: isStripperLoaded(),
    };
  } finally {
    log.close();
    controller.abort();
    await http.close();
  }
};

const both =
  (note: OnItem, then: () => void): OnItem =>
  (name, version) => {
    note(name, version);
    then();
  };

/**
 * Whether this process has loaded Node's TypeScript stripper, seen on Node 26.10 as the built-in module
 * internal/deps/amaro. Taken for loaded where Node does not list its modules, an undocumented property.
 */
const isStripperLoaded = (): boolean => {
  const { moduleLoadList } = process as typeof process & { readonly moduleLoadList?: readonly string[] };
  return moduleLoadList?.some((name) => name.includes('internal/deps/amaro')) ?? true;
};

import { type SubjectTask, targetVariable } from '../record/messages/subject.ts';
import type { SubjectReport } from '../record/messages/subject-report.ts';
import type { MetricReadBy } from '../record/metrics.ts';
import type { CaseSubject, OnItem } from './case.ts';
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
  const client = fetchesNothing(task) ? null : await openClient(task, controller.signal);
  try {
    const othersStarted = watchOthers();
    const before = readResident();
    const cycle =
      client === null || task.call !== undefined ? await callOf(task) : await cycleOf(task, client, log);
    const procedure = await loadProcedure(task);
    const { resident = null, ...reading } = await procedure(cycle, task.cycles, before);
    return {
      status: 'completed',
      ...reading,
      metrics: { ...reading.metrics, ...(client && ({ retries: client.retried() } satisfies ReadByClient)) },
      unseen: { ...othersStarted(), resident },
      stripperLoaded: isStripperLoaded(),
    };
  } finally {
    log.close();
    controller.abort();
    await client?.close();
  }
};

/** A function where there are no services: not even a client is loaded. Beside strategies it has theirs, so that all have one base. */
const fetchesNothing = ({ call, url }: SubjectTask): boolean =>
  call !== undefined && url === null && process.env[targetVariable] === undefined;

const openClient = async (task: SubjectTask, signal: AbortSignal) => {
  const { default: side } = (await import(task.module)) as { readonly default: CaseSubject };
  const { openConnection } = await import('./client/open.ts');
  const { http, url, target, retried } = openConnection(task, side.readByPost, signal);
  const own = side.open({ http, url, target, data: task.data });
  return { side, own, signal, retried, close: http.close };
};

type Client = Awaited<ReturnType<typeof openClient>>;

const cycleOf = async (
  task: SubjectTask,
  { side, own, signal }: Client,
  log: ReturnType<typeof openProcessedLog>,
): Promise<Cycle> => {
  const builtIn = (name: string) => loadStrategy(name, side);
  const context = { ...own, params: task.params, signal, builtIn };
  const strategy = await loadStrategy(task.strategy, side);
  const consume = await loadConsumer(task.consumer, side, task.data);
  return (atBoundary) => {
    log.restart();
    return consume(
      () => iterate(strategy, context, side.example),
      context,
      atBoundary === undefined ? log.append : both(log.append, atBoundary),
    );
  };
};

/** What a function returns is part of what it needs: it is held until the last reading, or until the next cycle. */
const callOf = async ({ call, params }: SubjectTask): Promise<Cycle> => {
  if (call === undefined) throw new Error('there is neither a function to call nor anything to fetch from');
  const { loadCall } = await import('./functions/call.ts');
  const run = await loadCall(call, params);
  const held: unknown[] = [];
  return async (atBoundary) => {
    held.length = 0;
    held.push(await run());
    atBoundary?.();
    return {};
  };
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

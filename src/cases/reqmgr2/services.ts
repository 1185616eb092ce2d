import type { ChurnRates } from '../../record/journal/services-behaviour.ts';
import type { CaseServices, ServedCase, ServicesTools } from '../../services/case.ts';
import { resolveOver } from './services/answer.ts';
import { couchHandlers } from './services/couch/database.ts';
import { reqMgrHandlers } from './services/rest/reqmgr.ts';
import { wmStatsHandlers } from './services/rest/wmstats.ts';
import { openChurn } from './workload/churn/churn.ts';
import type { WorkloadDescription } from './workload/description.ts';
import { openWorkload } from './workload/open.ts';
import type { Workload } from './workload/workload.ts';

/** What the services serve. */
export interface Served {
  readonly description: WorkloadDescription;
  readonly seed: number;
  readonly churn: ChurnRates | null;
}

const serve: CaseServices = (data, tools) => {
  const { description, seed, churn } = data as Served;
  return serveWorkload(openWorkload(description, seed), churn, tools);
};
export default serve;

/** ReqMgr2, CouchDB and WMStats over a workload. */
export const serveWorkload = (
  workload: Workload,
  churn: ChurnRates | null,
  { numberOf }: ServicesTools,
): ServedCase => {
  const { description, seed } = workload;
  const changing = churn === null ? null : openChurn(description, seed, churn);
  const resolve = resolveOver((request) => changing?.at(numberOf(request)) ?? workload);
  return {
    handlers: [...reqMgrHandlers(resolve), ...couchHandlers(resolve), ...wmStatsHandlers(resolve)],
    warmUp: () => warmUp(workload),
  };
};

const warmUpDocuments = 2_000;

/** Writes documents to nowhere, so that the first client does not wait for templates and compilers. */
const warmUp = (workload: Workload): void => {
  const writer = workload.writer({ style: 'reqmgr' });
  let target = Buffer.allocUnsafeSlow(1024);
  for (let index = 0; index < Math.min(warmUpDocuments, workload.size); index++) {
    const bytes = writer.sizeAt(index);
    if (bytes > target.length) target = Buffer.allocUnsafeSlow(2 * bytes);
    writer.write(index, target, 0);
  }
};

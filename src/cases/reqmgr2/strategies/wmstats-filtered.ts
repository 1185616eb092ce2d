import { fieldNames } from '../consumers/rule-cleaner/fields.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';

/**
 * As `masked`, out of WMStats's cache, which holds active requests only: an archived status finds nothing there.
 */
export default async function* wmstatsFiltered({
  wmstats,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) {
    yield* await wmstats.filteredRequests({ RequestStatus: status }, fieldNames);
  }
}

import { strategyCatalogue } from '../../scenario/catalogue.ts';
import type { WorkflowDocument } from '../json.ts';
import type { StrategyContext } from './context.ts';
import { choiceOf, integerOf } from './params.ts';

const rules = strategyCatalogue['name-then-chunk'].params;

/** The names of a status first, then the documents of `chunk` names at a time. */
export default async function* nameThenChunk({
  reqmgr,
  statuses,
  params,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const chunk = integerOf(params, 'chunk', rules.chunk);
  const lookup = choiceOf(params, 'lookup', rules.lookup);
  for (const status of statuses) {
    const names = await reqmgr.namesByStatus([status]);
    for (let start = 0; start < names.length; start += chunk) {
      yield* Object.values(await reqmgr.requestsByNames(names.slice(start, start + chunk), { lookup }));
    }
  }
}

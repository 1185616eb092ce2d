import clean from '../../src/cases/reqmgr2/consumers/rule-cleaner/cycle.ts';
import type { Strategy, StrategyContext } from '../../src/cases/reqmgr2/context.ts';
import subject from '../../src/cases/reqmgr2/subject.ts';
import type { ConsumerReport } from '../../src/record/messages/subject-report.ts';
import type { Strategy as AnyStrategy } from '../../src/subject/case.ts';
import { iterate, loadStrategy as loadStrategyOf } from '../../src/subject/load.ts';

/** One cycle of the rule cleaner over what a strategy yields; told of each workflow's name, status and last transition. */
export const runCycle = (
  strategy: Strategy,
  context: StrategyContext,
  onWorkflow: (name: string, status: string, lastTransition: number) => void,
): Promise<ConsumerReport> =>
  clean(
    () => iterate(strategy as AnyStrategy<never>, context, subject.example),
    context,
    (name, version) => {
      const [, status = '', lastTransition] = version.split('\n');
      onWorkflow(name, status, Number(lastTransition));
    },
  );

export const loadStrategy = async (name: string): Promise<Strategy> =>
  (await loadStrategyOf(name, subject)) as unknown as Strategy;

import type { ConsumerReport } from '../../src/record/subject-report.ts';
import type { Strategy as AnyStrategy } from '../../src/subject/case.ts';
import { iterate, loadStrategy as loadStrategyOf } from '../../src/subject/load.ts';
import subject from '../../src/subject/reqmgr2.ts';
import clean from '../../src/subject/rule-cleaner/cycle.ts';
import type { Strategy, StrategyContext } from '../../src/subject/strategies/context.ts';

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

import type { Case, Cases } from '../scenario/case.ts';
import { loadScenarioOf } from '../scenario/load.ts';
import { loadServicesOf } from '../scenario/load-services.ts';
import { describedCase } from './api/case.ts';
import { none } from './none.ts';
import { reqmgr2 } from './reqmgr2/case.ts';
import { unmerged } from './unmerged/case.ts';

/** The cases that are built in. */
const builtIn = [reqmgr2, unmerged];

const cases: Cases = {
  byDefault: reqmgr2.name,
  names: builtIn.map(({ name }) => name),
  named: (name) => builtIn.find((one) => one.name === name),
  described: describedCase,
  none,
};

/** What a scenario may name, by the case that has it. */
export const builtInStrategies: readonly Pick<Case, 'name' | 'strategies'>[] = builtIn;

export type { ScenarioOverrides } from '../scenario/load.ts';
export { scenarioNames } from '../scenario/load.ts';

/** Of the case that a scenario without the key `case` is about. */
export const { workloads } = reqmgr2;

export const loadScenario = loadScenarioOf(cases);
export const loadServices = loadServicesOf(cases);

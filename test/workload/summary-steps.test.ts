import { expect, test } from 'vitest';
import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { summariseWorkload, summarySteps } from '../../src/cases/reqmgr2/workload/summary.ts';

test('a large workload is summarised in steps, so that an interruption is heard', () => {
  const workload = openWorkload(loadDescription('production'), 1);
  const steps = summarySteps(workload, ['announced']);
  let pauses = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pauses += 1;
  expect(pauses).toBeGreaterThanOrEqual(9);
  expect(step.value).toEqual(summariseWorkload(workload, ['announced']));
});

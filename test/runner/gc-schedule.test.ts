import { expect, test } from 'vitest';
import { instrumentRevision } from '../../src/record/instrument.ts';
import { tightSchedule } from '../../src/runner/subject/gc-schedule.ts';

test('the schedule of live samples belongs to a revision of the instrument: another one is another revision', () => {
  expect({ instrumentRevision, tightSchedule }).toEqual({
    instrumentRevision: 4,
    tightSchedule: [
      '--expose-gc',
      '--gc-global',
      '--no-incremental-marking',
      '--no-concurrent-array-buffer-sweeping',
      '--no-flush-bytecode',
      '--no-concurrent-recompilation',
      '--no-concurrent-sparkplug',
      '--max-semi-space-size=2',
    ],
  });
});

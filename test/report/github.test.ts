import { expect, test } from 'vitest';
import { annotations } from '../../src/report/github.ts';

const failed = { group: 'gate', outcome: 'failed' } as const;

test('what fails or could not be measured is an error, what is open a warning, what holds nothing', () => {
  const told = annotations(
    [
      { ...failed, name: 'naive: peak live', message: 'regression: +3.1 %' },
      { group: 'strategies', outcome: 'broken', name: 'chunk', message: 'timeout' },
      { group: 'budgets', outcome: 'skipped', name: 'chunk: wall time', message: 'too close to call' },
      { group: 'strategies', outcome: 'passed', name: 'idle', message: 'completed' },
    ],
    'scenarios/smoke.yaml',
  );
  expect(told.split('\n')).toEqual([
    '::error file=scenarios/smoke.yaml,title=tidemark gate%3A naive%3A peak live::regression: +3.1 %25',
    '::error file=scenarios/smoke.yaml,title=tidemark strategies%3A chunk::timeout',
    '::warning file=scenarios/smoke.yaml,title=tidemark budgets%3A chunk%3A wall time::too close to call',
    '',
  ]);
});

test('no name and no message ends its command early or begins another', () => {
  const told = annotations(
    [{ ...failed, name: 'a,b::c\n::error::d', message: '100 %\r\n::set-output name=x::y' }],
    'a,b.yaml',
  );
  expect(told).toBe(
    '::error file=a%2Cb.yaml,title=tidemark gate%3A a%2Cb%3A%3Ac %3A%3Aerror%3A%3Ad::100 %25%0D%0A::set-output name=x::y\n',
  );
});

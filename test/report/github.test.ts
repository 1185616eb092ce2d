import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GradedCheck } from '../../src/analysis/checks/verdict.ts';
import { fromRepository, repositoryPath } from '../../src/cli/repository-path.ts';
import { annotations } from '../../src/report/exchange/github.ts';
import { workflowCommands } from '../../src/report/exchange/workflow-commands.ts';

const failed: GradedCheck = {
  kind: 'gated row',
  name: 'naive',
  metric: 'peakLive',
  required: true,
  outcome: { kind: 'failed' },
  grade: 'fails',
  message: '+3.1 %',
};

test('what fails or could not be judged is an error, what is open a warning, what was left out a notice', () => {
  const row = { ...failed, kind: 'completion', metric: null } as const;
  const checks: GradedCheck[] = [
    failed,
    { ...row, name: 'chunk', grade: 'not judged', message: 'timeout' },
    { ...failed, kind: 'budget', metric: 'wallTime', grade: 'open', message: 'not resolved' },
    { ...row, name: 'python', grade: 'told', message: 'skipped' },
    { ...row, name: 'idle', grade: 'holds', message: 'completed' },
  ];
  expect(annotations({ checks }, 'scenarios/smoke.yaml').split('\n')).toEqual([
    '::error file=scenarios/smoke.yaml,title=tidemark gate%3A naive%3A peak live::regression: +3.1 %25',
    '::error file=scenarios/smoke.yaml,title=tidemark strategies%3A chunk::timeout',
    '::warning file=scenarios/smoke.yaml,title=tidemark budgets%3A naive%3A wall time::not resolved',
    '::notice file=scenarios/smoke.yaml,title=tidemark strategies%3A python::skipped',
    '',
  ]);
});

test('no name and no message ends its command early or begins another', () => {
  const check = {
    ...failed,
    name: 'a,b::c\n::error::d',
    metric: null,
    message: '100 %\r\n::set-output name=x::y \u202e##[error]z',
  };
  expect(annotations({ checks: [check] }, 'a,b\n::stop-commands::x.yaml')).toBe(
    '::error file=a%2Cb %3A%3Astop-commands%3A%3Ax.yaml,title=tidemark gate%3A a%2Cb%3A%3Ac %3A%3Aerror%3A%3Ad::regression: 100 %25%0A::set-output name=x::y # #[error]z\n',
  );
});

test('of more than ten of a kind the tenth says how many are left out', () => {
  const many = (level: 'error' | 'warning', count: number) =>
    Array.from({ length: count }, (_, i) => ({ level, title: `${level} ${i}`, message: 'no' }));
  const told = workflowCommands([...many('error', 24), ...many('warning', 10)], 'a.yaml')
    .trim()
    .split('\n');
  expect(told).toHaveLength(20);
  expect(told[0]).toContain('title=error 0');
  expect(told[9]).toContain('title=tidemark%3A 15 more of this kind::');
  expect(told[19]).toContain('title=warning 9');
});

test("a file is named from its repository's root, wherever the command was called", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-repository-'));
  try {
    const below = path.join(folder, 'packages', 'client');
    mkdirSync(below, { recursive: true });
    const file = path.join(below, 'mine.yaml');
    expect(repositoryPath(file, undefined)).toBe(file);
    expect(repositoryPath(file, folder)).toBe('packages/client/mine.yaml');
    writeFileSync(path.join(folder, '.git'), 'gitdir: elsewhere');
    expect(repositoryPath(file, undefined)).toBe('packages/client/mine.yaml');
    expect(repositoryPath(file, below)).toBe('packages/client/mine.yaml');
    expect(fromRepository('npx it', below)).toBe('cd packages/client && npx it');
    expect(fromRepository('npx it', folder)).toBe('npx it');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

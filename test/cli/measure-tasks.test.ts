import { expect, onTestFinished, test, vi } from 'vitest';
import { exitCodeOfEnding } from '../../src/cli/measure-tasks.ts';
import { UserError } from '../../src/errors/user-error.ts';

const toldOf = (thrown: unknown) => {
  const told: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  onTestFinished(() => write.mockRestore());
  return { exitCode: exitCodeOfEnding({ thrown }, 'reports/mine'), told: told.join('') };
};

test('a measurement that a defect of ours breaks off keeps its stack', () => {
  const { exitCode, told } = toldOf(new TypeError('sample is not a function'));
  expect(exitCode).toBe(3);
  expect(told).toMatch(/^tidemark: the run broke off: TypeError: sample is not a function\n\s+at /);
  expect(told).toContain('\n  What was measured is kept in reports/mine.\n');
});

test('one that the system breaks off says why, without a stack', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  expect(toldOf(full)).toEqual({
    exitCode: 3,
    told: 'tidemark: the run broke off: ENOSPC: no space left on device\n  What was measured is kept in reports/mine.\n',
  });
});

test("one that a user's mistake breaks off is told like any other mistake, with its place", () => {
  const mistake = new UserError('no such program', { place: { file: 'mine.yaml', line: 3 } });
  expect(() => exitCodeOfEnding({ thrown: mistake }, 'reports/mine')).toThrow(mistake);
});

test('an interrupted one ends with 130', () => {
  expect(exitCodeOfEnding('interrupted', 'reports/mine')).toBe(130);
});

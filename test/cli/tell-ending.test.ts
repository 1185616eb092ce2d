import { expect, onTestFinished, test, vi } from 'vitest';
import { tellEnding } from '../../src/cli/terminal/tell-ending.ts';
import { ServicesLost } from '../../src/errors/system-failure.ts';
import { UserError } from '../../src/errors/user-error.ts';

const toldOf = (thrown: unknown) => toldAt({ thrown });

const toldAt = (ending: Parameters<typeof tellEnding>[0]) => {
  const told: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  onTestFinished(() => write.mockRestore());
  return { exitCode: tellEnding(ending, 'reports/mine'), told: told.join('') };
};

test('a measurement that a defect of ours breaks off ends with 4 and a sentence without its stack', () => {
  const { exitCode, told } = toldOf(new TypeError('sample is not a function'));
  expect(exitCode).toBe(4);
  expect(told).toBe(
    "tidemark: the run broke off: this is a defect of Tidemark's own (TypeError: sample is not a function); " +
      'TIDEMARK_DEBUG=1 shows where it happened, please report it\n' +
      '  What was measured is kept in reports/mine.\n',
  );
});

test('who asks for it sees the stack of a defect', () => {
  vi.stubEnv('TIDEMARK_DEBUG', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(toldOf(new TypeError('sample is not a function')).told).toMatch(/\n\s+at /);
});

test('one that the system breaks off says why, without a stack', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  expect(toldOf(full)).toEqual({
    exitCode: 4,
    told: 'tidemark: the run broke off: ENOSPC: no space left on device\n  What was measured is kept in reports/mine.\n',
  });
});

test('one whose services ended could not be measured: 3', () => {
  expect(toldOf(new ServicesLost('the services do not answer any more'))).toMatchObject({ exitCode: 3 });
});

test("one that a user's mistake breaks off is told like any other mistake, with its place", () => {
  const mistake = new UserError('no such program', { place: { file: 'mine.yaml', line: 3 } });
  expect(toldOf(mistake)).toEqual({ exitCode: 2, told: 'tidemark: mine.yaml:3: no such program\n' });
});

test('an interrupted one ends with 130', () => {
  expect(tellEnding('interrupted', 'reports/mine')).toBe(130);
});

test('one that is interrupted before its first sample says that nothing was measured', () => {
  expect(toldAt('nothing measured')).toEqual({
    exitCode: 130,
    told: 'tidemark: interrupted before anything was measured\n',
  });
});

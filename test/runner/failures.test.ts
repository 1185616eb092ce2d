import { expect, test } from 'vitest';
import type { SubjectReport } from '../../src/record/messages/subject-report.ts';
import { lastWordsIn } from '../../src/runner/processes/last-words.ts';
import { failureOf } from '../../src/runner/subject/subject-process.ts';

const completed: SubjectReport = {
  status: 'completed',
  metrics: {},
  unavailable: {},
  consumer: { total: 0, cleaned: 0, normalArchived: 0, forceArchived: 0 },
  detail: { kind: 'none' },
  unseen: { workers: 0, children: false, resident: null },
  stripperLoaded: false,
};
const ended = { timedOut: false, exitCode: 0, stderr: '' };

test('a subject that ends well and reports has not failed', () => {
  expect(failureOf(ended, completed, 1000)).toBeNull();
});

test('what the subject says of its failure is the reason', () => {
  const report: SubjectReport = { status: 'failed', message: 'GET …/request: status 502' };
  expect(failureOf({ ...ended, exitCode: 1 }, report, 1000)).toEqual({
    kind: 'error',
    message: report.message,
  });
});

test('a full heap is told from other aborts', () => {
  const stderr = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
  expect(failureOf({ ...ended, signal: 'SIGABRT', stderr }, undefined, 1000)).toMatchObject({
    kind: 'out-of-memory',
  });
  expect(failureOf({ ...ended, signal: 'SIGABRT' }, undefined, 1000)).toMatchObject({ kind: 'signal' });
});

test('a subject killed from outside, one out of time, one with an exit code and one without a report each say so', () => {
  expect(failureOf({ ...ended, signal: 'SIGKILL' }, undefined, 1000)).toMatchObject({
    kind: 'signal',
    message: expect.stringContaining('memory runs out'),
    signal: 'SIGKILL',
  });
  expect(failureOf({ ...ended, timedOut: true, signal: 'SIGKILL' }, undefined, 2000)).toEqual({
    kind: 'timeout',
    message: 'it did not end within 2s',
  });
  expect(failureOf({ ...ended, exitCode: 7, stderr: 'first\nlast words\n' }, undefined, 1000)).toEqual({
    kind: 'exit',
    message: 'it ended with exit code 7: first / last words',
    exitCode: 7,
  });
  expect(failureOf(ended, undefined, 1000)).toMatchObject({ kind: 'invalid-report' });
  expect(failureOf(ended, { status: 'damaged', fault: 'it: expected an object; found 7' }, 1000)).toEqual({
    kind: 'invalid-report',
    message: 'its report is damaged: it: expected an object; found 7',
  });
});

test('what a subject said of its failure stays the reason, however it ended afterwards', () => {
  const report: SubjectReport = { status: 'failed', message: 'the first failure' };
  const oom = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
  for (const end of [
    { signal: 'SIGABRT' as const },
    { signal: 'SIGABRT' as const, stderr: oom },
    { timedOut: true, signal: 'SIGKILL' as const },
    { exitCode: 7 },
  ]) {
    expect(failureOf({ ...ended, ...end }, report, 1000)).toEqual({
      kind: 'error',
      message: 'the first failure',
    });
  }
});

test('the first error in what a process wrote is told, and the last; neither is lost behind other lines', () => {
  const noise = 'x\n'.repeat(50);
  const error = (name: string): string =>
    `Traceback (most recent call last):\n  File "/a/${name}.py", line 3, in f\n    f()\n${name}: no\n`;
  expect(lastWordsIn(`${error('KeyError')}${noise}Aborted\n`)).toBe(': KeyError: no (/a/KeyError.py:3)');
  expect(lastWordsIn(`${error('KeyError')}${noise}${error('OSError')}`)).toBe(
    ': KeyError: no (/a/KeyError.py:3); at last OSError: no (/a/OSError.py:3)',
  );
  expect(lastWordsIn('\n \n')).toBe('');
});

test('of a program that V8 ended the fatal error is told, not the native stack under it', () => {
  const stderr =
    '\n<--- Last few GCs --->\n\n[7:0x1]      42 ms: Mark-Compact 36.3 (38.1)\n\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n----- Native stack trace -----\n\n 1: 0x840e50  [node]\n 2: 0x8410bd  [node]\n 3: 0xcd68bb  [node]\nAborted\n';
  expect(lastWordsIn(stderr)).toBe(
    ': FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  );
});

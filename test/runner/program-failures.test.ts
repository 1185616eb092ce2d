import { expect, test } from 'vitest';
import { type Evidence, failureOf } from '../../src/runner/program/take-program.ts';
import { redactionFor, toldFailure } from '../../src/runner/told-outcome.ts';

const end = (
  end: { type: 'exit'; code: number } | { type: 'signal'; signal: string } | { type: 'not-started' },
  stderr = '',
) =>
  ({
    type: 'ended',
    marks: { end, metrics: {}, unavailable: {}, left: false, residentOf: null },
    stderr,
  }) as const;

const evidence = (life: Evidence['life'], changes: Partial<Evidence> = {}): Evidence => ({
  life,
  processed: { type: 'read', value: [] },
  report: { type: 'read', value: {} },
  timeoutMs: 2000,
  found: null,
  program: { command: ['client'], env: {}, folder: '/', traced: false, checked: true },
  ...changes,
});

test('a program that ends well has not failed, whatever it wrote to stderr', () => {
  expect(failureOf(evidence(end({ type: 'exit', code: 0 }, 'Error: not really')))).toBeNull();
});

test.each([
  [
    'hangs',
    { type: 'timeout', stderr: 'a\nb\nc\nd\n' } as const,
    'timeout',
    'it did not end within 2s: b / c / d',
  ],
  ['is not there', { type: 'not-installed' } as const, 'not-installed', 'there is no client on this machine'],
  [
    'cannot be executed',
    end({ type: 'not-started' }, 'Permission denied'),
    'exit',
    'it could not be started: Permission denied',
  ],
  ['has an exit code', end({ type: 'exit', code: 2 }, 'bad'), 'exit', 'it ended with exit code 2: bad'],
  [
    'lacks something',
    end({ type: 'exit', code: 77 }, 'no jq'),
    'not-installed',
    'it lacks something on this machine: no jq',
  ],
  [
    'has no memory left',
    end({ type: 'exit', code: 1 }, 'Traceback\nMemoryError'),
    'out-of-memory',
    'it ran out of memory: Traceback / MemoryError',
  ],
  [
    'is aborted by V8',
    end({ type: 'signal', signal: 'SIGABRT' }, 'FATAL ERROR: JavaScript heap out of memory'),
    'out-of-memory',
    'it ran out of memory: FATAL ERROR: JavaScript heap out of memory',
  ],
  ['crashes', end({ type: 'signal', signal: 'SIGSEGV' }), 'signal', 'it was ended by SIGSEGV'],
  [
    'is killed',
    end({ type: 'signal', signal: 'SIGKILL' }),
    'signal',
    'it was ended by SIGKILL, which is also how the kernel ends a process when memory runs out',
  ],
])('a program that %s says so', (_, life, kind, message) => {
  expect(failureOf(evidence(life))).toMatchObject({ kind, message });
});

test('how a process ended is told as data too', () => {
  expect(failureOf(evidence(end({ type: 'signal', signal: 'SIGSEGV' })))).toMatchObject({
    signal: 'SIGSEGV',
  });
  expect(failureOf(evidence(end({ type: 'exit', code: 2 })))).toMatchObject({ exitCode: 2 });
  expect(failureOf(evidence(end({ type: 'not-started' })))).toMatchObject({ exitCode: null });
});

test('the last of many words is kept, since that names the cause', () => {
  const life = end({ type: 'exit', code: 2 }, `${'x'.repeat(1000)} the cause`);
  expect(failureOf(evidence(life))?.message).toMatch(/the cause$/);
});

test('a token that the scenario gives a program is not told, and a switch is', () => {
  const { program } = evidence(end({ type: 'exit', code: 2 }));
  const env = { TOKEN: 's3cret-token', DEBUG: 'true' };
  const life = end({ type: 'exit', code: 2 }, 'refused s3cret-token, debug is true');
  const failure = failureOf(evidence(life)) ?? { kind: 'error', message: 'none' };
  expect(toldFailure(failure, redactionFor(null, { ...program, env })).message).toBe(
    'it ended with exit code 2: refused (redacted), debug is true',
  );
});

test('a program that ends well may speak of memory', () => {
  expect(failureOf(evidence(end({ type: 'exit', code: 0 }, 'MemoryError')))).toBeNull();
});

test('what the process did counts before what it wrote', () => {
  const nonsense = { type: 'nonsense', message: 'its report is not JSON' } as const;
  const life = end({ type: 'exit', code: 3 }, 'bad');
  expect(failureOf(evidence(life, { report: nonsense }))).toMatchObject({ kind: 'exit' });
  const well = end({ type: 'exit', code: 0 }, 'bad');
  expect(failureOf(evidence(well, { report: nonsense }))).toEqual({
    kind: 'invalid-report',
    message: 'its report is not JSON: bad',
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isAlive } from '../../src/runner/processes/alive.ts';

test('this process is alive', () => {
  expect(isAlive(process.pid)).toBe(true);
});

test.runIf(existsSync('/proc/self/stat'))(
  'a process that has ended is not alive, even if nobody has asked after it',
  async () => {
    // The shell becomes a program that asks after no child.
    const parent = spawn('/bin/sh', ['-c', 'sleep 1000 & echo $!; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    try {
      const [line] = await once(parent.stdout, 'data');
      const child = Number(String(line));
      expect(isAlive(child)).toBe(true);
      parent.stdin.write('become');
      await once(parent.stdout, 'data');
      process.kill(child, 'SIGKILL');
      await expect.poll(() => isAlive(child)).toBe(false);
      expect(process.kill(child, 0)).toBe(true);
    } finally {
      parent.kill('SIGKILL');
    }
  },
);

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { findCgroups } from '../../src/runner/container/find-cgroups.ts';
import { isDeath } from '../../src/runner/take-container.ts';
import { folderWith, tidemark } from '../cli/command.ts';

test.each([
  ['out-of-memory', 'it ran out of memory', true],
  ['timeout', 'it did not end within 10s', true],
  ['incomplete', 'it missed 3', true],
  ['signal', 'it was ended by SIGKILL, which is also', true],
  ['signal', 'it was ended by SIGSEGV', false],
  ['error', 'connect ECONNREFUSED', false],
  ['invalid-report', 'its report is not JSON', false],
  ['exit', 'it ended with exit code 2', false],
] as const)("a failure under a limit counts as the limit's doing or not: %s, %s", (kind, message, death) => {
  expect(isDeath({ kind, message })).toBe(death);
});

const host = await findCgroups();

describe.runIf(host.available)('in a memory cgroup', () => {
  const inside = async (limitBytes: number, program: string) => {
    if (!host.available) throw new Error('no cgroups');
    const cgroup = host.create(limitBytes);
    try {
      const [file, ...args] = cgroup.commandLine(process.execPath, ['-e', program]);
      const { exitCode, signal, stdout } = await execa(file, args, { reject: false });
      return { exitCode, signal, stdout, kills: cgroup.kills(), peak: cgroup.peak() };
    } finally {
      await cgroup.remove();
    }
  };
  const MiB = 2 ** 20;
  const buffers = (mega: number): string =>
    `const all = []; for (let i = 0; i < ${mega}; i++) all.push(Buffer.alloc(1e6, 1)); console.log(all.length)`;

  test('a program that fits lives, and its peak is counted', async () => {
    const { stdout, kills, peak } = await inside(300 * MiB, buffers(100));
    expect(stdout).toBe('100');
    expect(kills).toBe(0);
    expect(peak ?? 100e6).toBeGreaterThanOrEqual(100e6);
  });

  test('a program that does not fit is killed by the kernel, which counts it', async () => {
    const { signal, kills } = await inside(150 * MiB, buffers(400));
    expect(signal).toBe('SIGKILL');
    expect(kills).toBe(1);
  });

  test('a heap that is full inside the limit is no kill of the kernel', async () => {
    const program = 'const all = []; for (;;) all.push({ n: all.length })';
    const { signal, kills } = await inside(2 ** 30, program);
    expect([signal, kills]).toEqual(['SIGABRT', 0]);
  });

  test('what a crashed process has left behind is taken away by the next', async () => {
    const module = path.resolve('src/runner/container/find-cgroups.ts');
    const crashing = `
      const { findCgroups } = await import(${JSON.stringify(module)});
      const host = await findCgroups();
      const [file, ...args] = host.create(100 * 2 ** 20).commandLine('sleep', ['1000']);
      const { spawn } = await import('node:child_process');
      const { once } = await import('node:events');
      const { writeSync } = await import('node:fs');
      await once(spawn(file, args, { detached: true, stdio: 'ignore' }), 'spawn');
      writeSync(1, args.find((one) => one.includes('tidemark-')));
      process.kill(process.pid, 'SIGKILL');`;
    const { stdout: folder } = await execa(process.execPath, ['--input-type=module', '-e', crashing], {
      reject: false,
    });
    expect(folder).toMatch(/tidemark-\d+-\d+$/);
    await findCgroups();
    expect(existsSync(folder)).toBe(false);
  });
});

test('a run says for each limit who lives; where no cgroup can be had it says why, and guesses nothing', async () => {
  const scenario =
    'name: limits\nworkload: small\nscale: 0.2\nsamples: 1\nmetrics: [wallTime, minContainer]\nlimits: [20 MiB, 1 GiB]\nstrategies: [naive]\n';
  const cwd = await folderWith({ 'limits.yaml': scenario });
  const { exitCode, stderr } = await tidemark(
    ['run', 'limits.yaml', '--strategy', 'naive', '--out', 'out', '--quiet'],
    cwd,
  );
  expect(exitCode, stderr).toBe(0);
  const run: Run = JSON.parse(readFileSync(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const naive = run.results.find(({ label }) => label === 'naive');
  expect(naive?.status).toBe('completed');
  if (host.available) {
    expect(naive?.containerLimits.map(({ survived }) => survived)).toEqual([0, 3]);
    expect(naive?.containerLimits[0]?.endings).toEqual(['killed-by-kernel']);
    expect(naive?.metrics.minContainer?.median).toBeGreaterThan(20 * 2 ** 20);
    expect(naive?.metrics.minContainer?.median).toBeLessThan(2 ** 30);
  } else {
    expect(naive?.containerLimits).toEqual([]);
    expect(naive?.unavailable.minContainer).toContain(host.reason);
  }
});

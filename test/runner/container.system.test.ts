import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { createV1 } from '../../src/runner/limits/container/cgroup-v1.ts';
import { createV2 } from '../../src/runner/limits/container/cgroup-v2.ts';
import { findCgroups, hasSwap } from '../../src/runner/limits/container/find-cgroups.ts';
import { isDeath } from '../../src/runner/limits/take-container.ts';
import { folderWith, tidemark } from '../cli/command.ts';

test.each([
  [{ kind: 'out-of-memory' }, true],
  [{ kind: 'timeout' }, true],
  [{ kind: 'incomplete' }, true],
  [{ kind: 'signal', signal: 'SIGKILL' }, true],
  [{ kind: 'signal', signal: 'SIGSEGV' }, false],
  [{ kind: 'error' }, false],
  [{ kind: 'invalid-report' }, false],
  [{ kind: 'exit', exitCode: 2 }, false],
] as const)("a failure under a limit counts as the limit's doing or not: %j", (failure, death) => {
  expect(isDeath({ ...failure, message: 'it ended' })).toBe(death);
});

test('swap is told from none by the lines of /proc/swaps', () => {
  const head = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n';
  expect(hasSwap(head)).toBe(false);
  expect(hasSwap(`${head}/dev/vdb partition 524284 0 -2\n`)).toBe(true);
});

const host = await findCgroups();
afterAll(async () => {
  if (host.available) await host.close();
});

describe.runIf(host.available)('in a memory cgroup', () => {
  const inside = async (limitBytes: number, program: string) => {
    if (!host.available) throw new Error('no cgroups');
    const cgroup = host.create(limitBytes);
    try {
      const [file, ...args] = cgroup.commandLine(process.execPath, ['-e', program]);
      const { exitCode, signal, stdout } = await execa(file, args, { reject: false });
      const [wasKilled, wasFull, peak] = [cgroup.wasKilled(), cgroup.wasFull(), cgroup.peak()];
      return { exitCode, signal, stdout, wasKilled, wasFull, peak };
    } finally {
      await cgroup.remove();
    }
  };
  const MiB = 2 ** 20;
  const buffers = (mega: number): string =>
    `const all = []; for (let i = 0; i < ${mega}; i++) all.push(Buffer.alloc(1e6, 1)); console.log(all.length)`;

  test('a program that fits lives, and its peak is counted', async () => {
    const { stdout, wasKilled, peak } = await inside(300 * MiB, buffers(100));
    expect(stdout).toBe('100');
    expect(wasKilled).toBe(false);
    expect(peak ?? 100e6).toBeGreaterThanOrEqual(100e6);
  });

  test('the pages of a file that a program writes count as its page cache, and those of its own memory do not', async () => {
    if (!host.available) throw new Error('no cgroups');
    const cgroup = host.create(null);
    try {
      const file = path.join(await folderWith({}), 'written');
      const program = `const held = Buffer.alloc(60e6, 1); require('node:fs').writeFileSync(${JSON.stringify(file)}, held.subarray(0, 40e6))`;
      const [command, ...args] = cgroup.commandLine(process.execPath, ['-e', program]);
      await execa(command, args);
      expect(cgroup.pageCache()).toBeGreaterThanOrEqual(40e6);
      expect(cgroup.pageCache()).toBeLessThan(60e6);
    } finally {
      await cgroup.remove();
    }
  });

  test('a program that does not fit is killed by the kernel, which tells', async () => {
    const { signal, wasKilled, wasFull } = await inside(150 * MiB, buffers(400));
    expect(signal).toBe('SIGKILL');
    expect([wasKilled, wasFull]).toEqual([true, true]);
  });

  test('a kill for want of memory around it is no word about its own limit', async () => {
    if (!host.available) throw new Error('no cgroups');
    const around = host.create(150 * MiB);
    const folder = around.commandLine('true', [])[3] ?? '';
    if (host.version === 2) writeFileSync(path.join(folder, 'cgroup.subtree_control'), '+memory');
    const cgroup = (host.version === 1 ? createV1 : createV2)(folder, 300 * MiB);
    try {
      const [file, ...args] = cgroup.commandLine(process.execPath, ['-e', buffers(400)]);
      const { signal } = await execa(file, args, { reject: false });
      expect(signal).toBe('SIGKILL');
      expect([cgroup.wasKilled(), cgroup.wasFull()]).toEqual([true, false]);
    } finally {
      // With the one that is in it.
      await around.remove();
    }
    expect(existsSync(folder)).toBe(false);
  });

  test('a heap that is full inside the limit is no kill of the kernel', async () => {
    // Few large objects, which the collector has soon marked.
    const program = 'const all = []; for (;;) all.push(new Array(1000).fill(0.5))';
    const { signal, wasKilled } = await inside(512 * MiB, program);
    expect([signal, wasKilled]).toEqual(['SIGABRT', false]);
  });

  test('what a crashed process has left behind is taken away by the next', async () => {
    const module = path.resolve('src/runner/limits/container/find-cgroups.ts');
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
    const next = await findCgroups();
    if (next.available) await next.close();
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

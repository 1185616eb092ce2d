/**
 * What version 2 of memory cgroups must do, tried on the machine that run.sh boots, as root in its root cgroup. A case is a
 * place for Tidemark to run in, and what is to come out of it there.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { harnessName } from '../../src/runner/limits/container/place.ts';
import {
  childrenOf,
  control,
  ends,
  execute,
  isTrying,
  say,
  tidemark,
  tidemarkKilled,
  tidemarkTwice,
  top,
  withCgroup,
} from './places.ts';

interface Case {
  readonly name: string;
  readonly run: () => void;
}

/** What a scenario has in any case, so that it costs no row more. It takes more than 20 MiB, being Node. */
const idle = 'strategies: [idle]\n';

const cases: readonly Case[] = [
  {
    name: 'in the root cgroup: who lives, the lowest limit, and nothing is left',
    run: () => {
      const before = readFileSync(control, 'utf8');
      const { last } = tidemark({}, `limits: [20 MiB, 256 MiB, 64 GiB]\nmetrics: [minContainer]\n${idle}`);
      const [small, large, beyond] = ends(last);
      assert.deepEqual([small, large], ['killed-by-kernel', 'lives']);
      assert.match(beyond ?? '', /^it cannot be reached, since the machine has /);
      const lowest = (last.metrics.minContainer?.median ?? 0) / 2 ** 20;
      say(`  min container of idle: ${lowest} MiB`);
      assert(lowest > 20 && lowest < 256);
      // The search begins at what the kernel counted (memory.peak), not at a guess.
      assert((last.containerProbes[0]?.limitBytes ?? Number.POSITIVE_INFINITY) < 128 * 2 ** 20);
      assert.deepEqual(childrenOf(top), []);
      assert.equal(readFileSync(control, 'utf8'), before);
    },
  },
  {
    name: 'in the root cgroup: of two runs at once the last one puts it back',
    run: () => {
      const before = readFileSync(control, 'utf8');
      const program = `
        const { delegateMemory } = await import('/app/dist/runner/container/delegate-memory.js');
        const [first, second] = [await delegateMemory('${top}'), await delegateMemory('${top}')];
        const { readFileSync } = await import('node:fs');
        await first();
        process.stdout.write(readFileSync('${control}', 'utf8'));
        await second();`;
      const { code, text } = execute({}, ['node', '--input-type=module', '-e', program]);
      assert.equal(code, 0, text);
      assert.match(text, /^memory$/m);
      assert.deepEqual(childrenOf(top), []);
      assert.equal(readFileSync(control, 'utf8'), before);
    },
  },
  {
    name: 'in a container with other processes: they are where they were afterwards; its own limit is the ceiling',
    run: () =>
      withCgroup({ name: 'pod', files: { 'memory.max': '700M' } }, (cgroup) => {
        const where = { cgroup, container: 'writable' } as const;
        const { last } = tidemark(where, `limits: [20 MiB, 400 MiB, 1 GiB]\nstrategies: [naive]\n`);
        const [small, large, beyond] = ends(last);
        assert.deepEqual([small, large], ['killed-by-kernel', 'lives']);
        assert.equal(
          beyond,
          'it cannot be reached, since the cgroup around it has 700 MiB (/sys/fs/cgroup/memory.max)',
        );
      }),
  },
  {
    name: 'two runs at once in one cgroup',
    run: () =>
      withCgroup({ name: 'shared' }, (cgroup) => {
        const limits = `limits: [20 MiB, 256 MiB]\n${idle}`;
        for (const result of tidemarkTwice({ cgroup }, limits, limits)) {
          assert.deepEqual(ends(result), ['killed-by-kernel', 'lives']);
        }
      }),
  },
  {
    name: 'what a killed run has left, the next one puts back',
    run: () =>
      withCgroup({ name: 'killed' }, (cgroup) => {
        const limits = `limits: [20 MiB]\n${idle}`;
        const folder = path.join(top, cgroup);
        tidemarkKilled({ cgroup }, limits, () => isTrying(folder));
        assert(childrenOf(folder).includes(harnessName));
        // What the kernel refuses to let into the cgroup itself, runc's `exec` lets in where the first process lives.
        assert.match(execute({ cgroup }, ['true']).text, /cannot|error/i);
        const where = { cgroup: `${cgroup}/${harnessName}` };
        assert.deepEqual(ends(tidemark(where, limits).last), ['killed-by-kernel']);
      }),
  },
  {
    name: 'where a cgroup is slowed down from a limit on, that is the ceiling; with a program of another language',
    run: () =>
      withCgroup({ name: 'slowed', files: { 'memory.high': '700M' } }, (cgroup) => {
        const program = `strategies:\n  - command: [python3, -c, "x = b'x' * 40_000_000"]\n    checked: false\n`;
        const { last } = tidemark({ cgroup }, `limits: [32 MiB, 256 MiB, 1 GiB]\n${program}`);
        const [small, large, beyond] = ends(last);
        assert.deepEqual([small, large], ['killed-by-kernel', 'lives']);
        assert.match(beyond ?? '', /700 MiB \(\/sys\/fs\/cgroup\/slowed\/memory.high\)$/);
      }),
  },
  {
    name: 'a cgroup delegated to somebody who is not root',
    run: () =>
      withCgroup({ name: 'delegated', owner: 1000 }, (cgroup) => {
        const { last } = tidemark({ cgroup, asUser: true }, `limits: [20 MiB, 256 MiB]\n${idle}`);
        assert.deepEqual(ends(last), ['killed-by-kernel', 'lives']);
      }),
  },
  {
    name: 'a cgroup that is not delegated: no result, and why',
    run: () =>
      withCgroup({ name: 'foreign' }, (cgroup) => {
        const { last } = tidemark({ cgroup, asUser: true }, `limits: [256 MiB]\n${idle}`);
        say(`  ${last.unavailable.minContainer}`);
        assert.equal(last.status, 'completed');
        assert.deepEqual(ends(last), []);
        assert.match(last.unavailable.minContainer ?? '', /\/sys\/fs\/cgroup\/foreign/);
      }),
  },
  {
    name: 'a container without privileges, whose cgroups are read-only: no result, and why',
    run: () =>
      withCgroup({ name: 'unprivileged' }, (cgroup) => {
        const { last } = tidemark({ cgroup, container: 'read-only' }, `limits: [256 MiB]\n${idle}`);
        say(`  ${last.unavailable.minContainer}`);
        assert.match(last.unavailable.minContainer ?? '', /read-only/);
      }),
  },
  {
    name: 'a cgroup to which memory is not handed down: no result, and why',
    run: () =>
      withCgroup({ name: 'outer' }, (outer) => {
        const inner = `${outer}/inner`;
        mkdirSync(path.join(top, inner));
        try {
          const { last } = tidemark({ cgroup: inner }, `limits: [256 MiB]\n${idle}`);
          say(`  ${last.unavailable.minContainer}`);
          assert.match(
            last.unavailable.minContainer ?? '',
            /memory is not handed down to \/sys\/fs\/cgroup\/outer\/inner/,
          );
        } finally {
          rmdirSync(path.join(top, inner));
        }
      }),
  },
  {
    name: 'temporary files in memory count there: that is told',
    run: () =>
      withCgroup({ name: 'tmpfs' }, (cgroup) => {
        const { text } = tidemark({ cgroup, env: { TMPDIR: '/dev/shm' } }, `limits: [256 MiB]\n${idle}`);
        assert.match(text.replace(/\s+/g, ' '), /temporary files lie in memory/);
      }),
  },
  {
    name: "the suite's tests of containers",
    run: () =>
      withCgroup({ name: 'suite' }, (cgroup) => {
        const files = ['container', 'delegate-memory', 'limits-in-force', 'try-limits'].map(
          (name) => `test/runner/${name}.test.ts`,
        );
        // The others are what the cases above do.
        const those = ['--testTimeout=600000', '--testNamePattern', '^(?!a run says)'];
        const vitest = [
          'node',
          'node_modules/vitest/vitest.mjs',
          'run',
          '--reporter=verbose',
          ...those,
          ...files,
        ];
        const { code, text } = execute({ cgroup }, vitest);
        say(text.replace(/^/gm, '  '));
        assert.equal(code, 0);
        assert.match(text, /does not fit is killed/);
      }),
  },
];

const wanted = process.argv.slice(2);
let failed = 0;
for (const { name, run } of cases.filter(
  (one) => wanted.length === 0 || wanted.some((part) => one.name.includes(part)),
)) {
  const began = performance.now();
  let outcome = 'ok';
  try {
    run();
  } catch (thrown) {
    failed++;
    outcome = 'NOT OK';
    say(String(thrown instanceof Error ? thrown.message : thrown).replace(/^/gm, '  '));
  }
  say(`${outcome}: ${name} (${Math.round((performance.now() - began) / 1000)} s)`);
}
process.exitCode = failed === 0 ? 0 : 1;

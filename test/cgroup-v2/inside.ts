/**
 * What version 2 of memory cgroups must do, tried on the machine that run.sh boots, as root in its root cgroup. A case is a
 * place for Tidemark to run in, and what is to come out of it there.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Result, Run } from '../../src/record/run.ts';

const top = '/sys/fs/cgroup';
const control = path.join(top, 'cgroup.subtree_control');

interface Case {
  readonly name: string;
  readonly run: () => void;
}

/** Where a command runs. */
interface Where {
  /** Below the top; in the top itself if not given. */
  readonly cgroup?: string;
  /** Whether it sees its cgroup as the top, as in a container; `read-only` as in one without privileges. */
  readonly container?: 'writable' | 'read-only';
  readonly asUser?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const mountAgain = {
  writable: `mount -t cgroup2 cgroup ${top}`,
  'read-only': `mount -o ro -t cgroup2 cgroup ${top}`,
} as const;

const execute = ({ cgroup, container, asUser, env }: Where, words: readonly string[]) => {
  const enter = cgroup === undefined ? '' : `echo $$ > ${top}/${cgroup}/cgroup.procs && `;
  const start =
    container === undefined
      ? 'exec "$@"'
      : `exec unshare --cgroup --mount sh -c 'umount ${top} && ${mountAgain[container]} && exec "$@"' sh "$@"`;
  const user = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups', 'env', 'HOME=/home/user'];
  const args = ['-c', `${enter}${start}`, 'sh', ...(asUser ? user : []), ...words];
  const ended = spawnSync('/bin/sh', args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 1_200_000,
  });
  return { code: ended.status, text: `${ended.stdout}${ended.stderr}` };
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Runs a scenario there; the result of its last row. */
const tidemark = (
  where: Where,
  scenario: string,
): { readonly last: Result; readonly run: Run; readonly text: string } => {
  const folder = mkdtempSync('/tmp/case-');
  if (where.asUser) spawnSync('chown', ['1000', folder]);
  const file = path.join(folder, 'scenario.yaml');
  writeFileSync(
    file,
    `name: case\nworkload: small\nscale: 0.1\nsamples: 1\n${scenario.includes('metrics:') ? '' : 'metrics: [requests]\n'}${scenario}`,
  );
  const out = path.join(folder, 'out');
  const { code, text } = execute(where, ['node', '/app/dist/cli/tidemark.js', 'run', file, '--out', out]);
  assert.equal(code, 0, text);
  const run: Run = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8'));
  const last = run.results.at(-1);
  assert(last);
  return { last, run, text };
};

const ends = ({ containerLimits }: Result) =>
  containerLimits.map(({ tries, survived, endings }) =>
    tries > 0 && survived === tries ? 'lives' : endings.join(),
  );

/** A cgroup below the top, with another process in it as a container has. */
const withCgroup = (
  { name, files = {}, owner = 0 }: { name: string; files?: Readonly<Record<string, string>>; owner?: number },
  use: (cgroup: string, neighbour: number) => void,
): void => {
  if (!readFileSync(control, 'utf8').includes('memory')) writeFileSync(control, '+memory');
  const folder = path.join(top, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  if (owner !== 0) {
    const own = ['', 'cgroup.procs', 'cgroup.subtree_control'].map((file) => path.join(folder, file));
    spawnSync('chown', [String(owner), ...own]);
  }
  const neighbour = spawn('/bin/sh', ['-c', `echo $$ > ${folder}/cgroup.procs; exec sleep 100000`]);
  const pid = neighbour.pid ?? 0;
  try {
    while (!readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(name)) spawnSync('sleep', ['0.1']);
    use(name, pid);
    assert.equal(
      readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim(),
      `0::/${name}`,
      'the neighbour is where it was',
    );
    assert.deepEqual(childrenOf(folder), [], 'no cgroup is left behind');
    assert.equal(
      execute({ cgroup: name }, ['true']).code,
      0,
      'a process may enter afterwards, as docker exec does',
    );
  } finally {
    process.kill(pid, 'SIGKILL');
  }
  for (let tries = 0; existsSync(folder) && tries < 100; tries++) {
    try {
      rmdirSync(folder);
    } catch {
      spawnSync('sleep', ['0.1']);
    }
  }
};

const childrenOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

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
        const files = ['container', 'limits-in-force', 'try-limits'].map(
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

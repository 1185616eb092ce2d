/** Places for the cases of inside.ts, and how Tidemark is run in them. */
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

export const top = '/sys/fs/cgroup';
/** Of the root cgroup. */
export const control = path.join(top, 'cgroup.subtree_control');

/** Where a command runs. */
export interface Where {
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

/** What starts a program there: arguments of /bin/sh, which becomes the program. */
const entering = ({ cgroup, container, asUser }: Where, words: readonly string[]): string[] => {
  const enter = cgroup === undefined ? '' : `echo $$ > ${top}/${cgroup}/cgroup.procs && `;
  const start =
    container === undefined
      ? 'exec "$@"'
      : `exec unshare --cgroup --mount sh -c 'umount ${top} && ${mountAgain[container]} && exec "$@"' sh "$@"`;
  const user = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups', 'env', 'HOME=/home/user'];
  return ['-c', `${enter}${start}`, 'sh', ...(asUser ? user : []), ...words];
};

export const execute = (where: Where, words: readonly string[]) => {
  const ended = spawnSync('/bin/sh', entering(where, words), {
    encoding: 'utf8',
    env: { ...process.env, ...where.env },
    timeout: 1_200_000,
  });
  return { code: ended.status, text: `${ended.stdout}${ended.stderr}` };
};

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

interface Prepared {
  readonly words: readonly string[];
  /** What came of it, once it has been run. */
  readonly read: () => { readonly last: Result; readonly run: Run };
}

/** The command that runs a scenario. */
const prepare = (where: Where, scenario: string): Prepared => {
  const folder = mkdtempSync('/tmp/case-');
  if (where.asUser) spawnSync('chown', ['1000', folder]);
  const file = path.join(folder, 'scenario.yaml');
  const metrics = scenario.includes('metrics:') ? '' : 'metrics: [requests]\n';
  writeFileSync(file, `name: case\nworkload: small\nscale: 0.1\nsamples: 1\n${metrics}${scenario}`);
  const out = path.join(folder, 'out');
  return {
    words: ['node', '/app/dist/cli/tidemark.js', 'run', file, '--out', out],
    read: () => {
      const run: Run = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8'));
      const last = run.results.at(-1);
      assert(last);
      return { last, run };
    },
  };
};

/** Runs a scenario there; with the result of its last row. */
export const tidemark = (where: Where, scenario: string) => {
  const { words, read } = prepare(where, scenario);
  const { code, text } = execute(where, words);
  assert.equal(code, 0, text);
  return { ...read(), text };
};

/** Runs two scenarios there at once; the result of the last row of each. */
export const tidemarkTwice = (where: Where, first: string, second: string): readonly [Result, Result] => {
  const both = [prepare(where, first), prepare(where, second)] as const;
  const [one, two] = both.map(({ words }) => words.join(' '));
  const { code, text } = execute(where, ['sh', '-c', `${one} & ${two} && wait $!`]);
  assert.equal(code, 0, text);
  return [both[0].read().last, both[1].read().last];
};

/** Runs a scenario there, and kills the run as soon as something is so. */
export const tidemarkKilled = (where: Where, scenario: string, isSo: () => boolean): void => {
  const { words } = prepare(where, scenario);
  const child = spawn('/bin/sh', entering(where, words), { stdio: 'ignore' });
  for (let tries = 0; !isSo(); tries++) {
    assert(tries < 3000, 'it came to the point at which it is to be killed');
    spawnSync('sleep', ['0.1']);
  }
  child.kill('SIGKILL');
};

export const ends = ({ containerLimits }: Result) =>
  containerLimits.map(({ tries, survived, endings }) =>
    tries > 0 && survived === tries ? 'lives' : endings.join(),
  );

/** A cgroup below the top, with another process in it as a container has. */
export const withCgroup = (
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

export const childrenOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Whether a subject runs in a cgroup of ours below this one just now. */
export const isTrying = (folder: string): boolean =>
  childrenOf(folder).some((name) => {
    const processes = path.join(folder, name, 'cgroup.procs');
    return /^tidemark-\d/.test(name) && existsSync(processes) && readFileSync(processes, 'utf8') !== '';
  });

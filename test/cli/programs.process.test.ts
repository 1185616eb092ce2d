import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Result, Run } from '../../src/record/run.ts';
import { needing } from '../clients/tools.ts';
import { untilGone } from '../runner/until-gone.ts';
import { until } from '../until.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Takes all items line by line, with Node as an external program, so that the test needs nothing else. */
const client = `
import { writeFileSync, appendFileSync } from 'node:fs';
const { TIDEMARK_URL, TIDEMARK_STATUSES, TIDEMARK_PROCESSED, TIDEMARK_REPORT, TIDEMARK_PURPOSE } = process.env;
const mode = process.argv[2];
let processed = 0;
for (const status of TIDEMARK_STATUSES.split(' ')) {
  const answer = await fetch(\`\${TIDEMARK_URL}/reqmgr2/data/request?status=\${status}&common_dict=1\`, { headers: { accept: 'application/json' } });
  for (const document of (await answer.json()).result) {
    if (mode === 'loses' && processed === 3) { processed += 1; continue; }
    const line = [document.RequestName, document.RequestStatus, document.RequestTransition.at(-1).UpdateTime].join('\\t');
    if (mode !== 'silent') appendFileSync(TIDEMARK_PROCESSED, line + '\\n');
    if (mode === 'repeats' && processed === 3) appendFileSync(TIDEMARK_PROCESSED, line + '\\n');
    processed += 1;
  }
}
console.error('the last words of ' + mode);
const report = { processed, version: 'test 1', ...(TIDEMARK_PURPOSE === 'traced' && { tracedPeak: 12345 }) };
if (mode === 'babbles') writeFileSync(TIDEMARK_REPORT, '{"processed": "all"}');
else if (mode === 'loses' || mode === 'repeats') writeFileSync(TIDEMARK_REPORT, '{}');
else if (mode === 'boasts') writeFileSync(TIDEMARK_REPORT, JSON.stringify({ processed: processed + 1 }));
else if (mode === 'reports') writeFileSync(TIDEMARK_REPORT, JSON.stringify(report));
`;

const row = (mode: string, more = `, label: ${mode}`): string =>
  `  - { command: [${process.execPath}, client.mjs, ${mode}]${more} }\n`;

const scenarioOf = (rows: string, settings = ''): string =>
  `name: mine\nworkload: small\nscale: 0.05\nsamples: 1\n${settings}strategies:\n${rows}`;

const runOf = async (scenario: string, env: Readonly<Record<string, string>> = {}) => {
  const cwd = await folderWith({ 'mine.yaml': scenario, 'client.mjs': client });
  const { exitCode, stdout } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd, env);
  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const row = (label: string): Result | undefined => run.results.find((result) => result.label === label);
  return { exitCode, stdout, run, row };
};

const timing = 'metrics: [wallTime, requests]\n';

describe('a run with programs', () => {
  test('gives each its own reason for a failure with the end of its stderr, and measures the others', async () => {
    const modes = ['reports', 'plain', 'loses', 'repeats', 'silent', 'babbles', 'boasts'];
    const {
      exitCode,
      row: result,
      run,
    } = await runOf(
      scenarioOf(
        `  - naive\n${modes.map((mode) => row(mode, `, label: ${mode}, env: { TOKEN: s3cret }`)).join('')}` +
          "  - { command: [/bin/sh, -c, 'echo oh no >&2; exit 3'], label: fails }\n" +
          "  - { command: [/bin/sh, -c, 'echo no luck >&2; exit 77'], label: lacks }\n" +
          "  - { command: [/bin/sh, -c, 'kill -KILL $$'], label: killed }\n" +
          "  - { command: [/bin/sh, -c, 'echo MemoryError >&2; exit 1'], label: exhausted }\n" +
          '  - { command: [no-such-program-anywhere], label: absent }\n' +
          row('silent', ', label: unchecked, checked: false'),
        timing,
      ),
    );
    expect(exitCode).toBe(3);
    expect(JSON.stringify(run), 'its environment may hold secrets').not.toContain('s3cret');
    const { items } = run.workload;
    for (const label of ['naive', 'reports', 'plain']) {
      expect(result(label)).toMatchObject({
        status: 'completed',
        completeness: { processed: items, digestMatches: true },
      });
    }
    const failures = Object.fromEntries(run.results.map(({ label, failure }) => [label, failure]));
    expect(failures).toMatchObject({
      loses: {
        kind: 'incomplete',
        message: 'it did not process exactly the workload: 1 missed, 0 duplicated, 0 stale',
      },
      repeats: {
        kind: 'incomplete',
        message: 'it did not process exactly the workload: 0 missed, 1 duplicated, 0 stale',
      },
      silent: { kind: 'invalid-report', message: expect.stringContaining('TIDEMARK_PROCESSED') },
      babbles: {
        kind: 'invalid-report',
        message: 'its report\'s "processed": expected a whole number from 0: the last words of babbles',
      },
      boasts: {
        kind: 'invalid-report',
        message: `it reported ${items + 1} processed items, and logged ${items}: the last words of boasts`,
      },
      fails: { kind: 'exit', message: 'it ended with exit code 3: oh no' },
      lacks: { kind: 'not-installed', message: 'it lacks something on this machine: no luck' },
      killed: { kind: 'signal', message: expect.stringContaining('SIGKILL') },
      exhausted: { kind: 'out-of-memory', message: 'it ran out of memory: MemoryError' },
      absent: { kind: 'not-installed', message: 'there is no no-such-program-anywhere on this machine' },
      unchecked: null,
    });
    expect(result('unchecked')).toMatchObject({ status: 'completed', completeness: null });
    expect(
      run.warnings.find(({ kind, label }) => kind === 'unchecked' && label === 'unchecked'),
    ).toBeDefined();
  });

  test('goes well though one is not installed, and says so', async () => {
    const {
      exitCode,
      stdout,
      row: result,
    } = await runOf(
      scenarioOf(`  - naive\n  - { command: [python3, client.py], label: python naive }\n`, timing),
      { PATH: '/nowhere' },
    );
    expect(exitCode).toBe(0);
    expect(result('naive')?.status).toBe('completed');
    expect(result('python naive')?.failure).toEqual({
      kind: 'not-installed',
      message: 'there is no python3 on this machine',
    });
    expect(stdout).toMatch(/python naive +python +– +not installed/);
    expect(stdout).toContain('skipped: python naive: there is no python3 on this machine');
  });

  test('traces in samples of their own, and compares rows of one runtime only', async () => {
    const traced = (label: string, yields: string): string =>
      `  - { command: [${process.execPath}, client.mjs, reports], label: ${label}, traced: true, runtime: other, yields: ${yields} }\n`;
    const {
      exitCode,
      run,
      row: result,
      stdout,
    } = await runOf(
      scenarioOf(
        `  - naive\n  - per-status\n${traced('first', 'workload')}${traced('second', 'workload')}`,
        'metrics: [tracedPeak, wallTime, warmTime]\n',
      ),
    );
    expect(exitCode).toBe(0);
    expect(result('second')).toMatchObject({ runtime: 'other', version: 'test 1' });
    expect(result('second')?.metrics).toMatchObject({
      tracedPeak: { median: 12345, n: 1 },
      wallTime: { n: 1 },
    });
    expect(result('second')?.unavailable).toMatchObject({
      warmTime: expect.stringContaining('one cycle'),
    });
    expect(result('naive')?.unavailable.tracedPeak).toContain('peak live');
    const pairs = new Set(run.comparisons.map(({ label, to }) => `${label} to ${to}`));
    expect([...pairs].sort()).toEqual(['idle to naive', 'per-status to naive', 'second to first']);
    expect(stdout).toMatch(/strategy +runtime/);
  });
});

test('programs with work of their own need no workload, no services and no word of any', async () => {
  const cwd = await folderWith({
    'mine.yaml': `name: mine
samples: 1
metrics: [peakLive, wallTime]
strategies:
  - { command: [${process.execPath}, work.mjs, '20'], label: lean }
  - { command: [${process.execPath}, work.mjs, '40'], label: greedy, params: { times: 1 } }
`,
    'work.mjs':
      'globalThis.held = Buffer.alloc(Number(process.argv[2]) * 1e6, Number(process.env.TIDEMARK_PARAM_TIMES ?? 1))',
  });
  const { exitCode, stdout, stderr } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const { results, warnings }: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const [lean, greedy] = results.map(({ metrics }) => metrics.peakLive?.median ?? 0);
  expect(Math.abs((greedy ?? 0) - (lean ?? 0) - 20e6)).toBeLessThan(300_000);
  expect(warnings.map(({ kind }) => kind)).not.toContain('unchecked');
  expect(stdout).not.toMatch(/workflow|workload|reqmgr/);
});

test('the resident memory of a program is that of all its processes, and called a sum', async () => {
  const cwd = await folderWith({
    'mine.yaml': `name: mine
samples: 1
metrics: [peakRss, peakRssLargest, peakLive]
strategies:
  - { command: [${process.execPath}, several.mjs], label: several }
  - { command: [${process.execPath}, -e, '0'], label: one }
`,
    // Each holds its memory until the other has had it for longer than the launcher takes to look.
    'several.mjs': `import { fork } from 'node:child_process';
const held = Buffer.alloc(50e6, 1);
if (process.argv[2] === 'child') { process.send(0); process.once('message', () => process.exit(held.length === 0 ? 1 : 0)); }
else { const child = fork('several.mjs', ['child']); child.once('message', () => setTimeout(() => child.send(0), 300)); }`,
  });
  const { exitCode, stdout } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  expect(exitCode).toBe(0);
  const { results }: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const [several, one] = results;
  const { peakRss, peakRssLargest } = several?.metrics ?? {};
  expect(several?.residentOf).toBe('sum of samples');
  expect((peakRss?.median ?? 0) - (peakRssLargest?.median ?? Infinity)).toBeGreaterThan(60e6);
  expect(several?.processes.length).toBe(2);
  expect(several?.unseen.flatMap(({ metrics }) => metrics)).toContain('peakLive');
  expect(several?.unseen.flatMap(({ metrics }) => metrics)).not.toContain('peakRss');
  expect(one?.residentOf).toBe('one process');
  expect(one?.metrics.peakRss?.median).toBe(one?.metrics.peakRssLargest?.median);
  expect(stdout).toContain('several: peak RSS is a sum over several processes');
});

test('a program for Node has the figures of a strategy, by whatever it is started, and a base of its own', async () => {
  const rows = [
    row('plain', ', label: node'),
    '  - { command: [npm, run, --silent, start], label: npm }\n',
    '  - { command: [./tool], label: shebang }\n',
    `  - { command: [${process.execPath}, -e, '0'], label: nothing, yields: nothing, checked: false }\n`,
  ];
  const cwd = await folderWith({
    'mine.yaml': scenarioOf(rows.join(''), 'metrics: [peakLive, peakHeap, peakTotal, allocated, gcCount]\n'),
    'client.mjs': client,
    'package.json': JSON.stringify({ scripts: { start: `${process.execPath} client.mjs plain` } }),
    tool: `#!${process.execPath}\nimport('./client.mjs')\n`,
  });
  await chmod(path.join(cwd, 'tool'), 0o755);
  const { exitCode } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const of = (label: string) => run.results.find((result) => result.label === label);
  expect(exitCode).toBe(0);
  for (const label of ['node', 'npm', 'shebang']) {
    expect(of(label)).toMatchObject({ status: 'completed', runtime: 'node-program', unseen: [] });
    expect(of(label)?.timeline.length).toBeGreaterThan(2);
    const { peakLive, peakHeap, peakTotal, allocated, gcCount } = of(label)?.metrics ?? {};
    expect(peakLive?.median).toBeGreaterThan((of('nothing')?.metrics.peakLive?.median ?? Infinity) + 1e6);
    expect(Math.abs((peakLive?.median ?? 0) - (of('node')?.metrics.peakLive?.median ?? 0))).toBeLessThan(1e6);
    expect(peakTotal?.median).toBeGreaterThan(peakHeap?.median ?? Infinity);
    expect(Math.min(allocated?.median ?? 0, gcCount?.median ?? 0)).toBeGreaterThan(0);
  }
  expect(of('npm')?.processes.map(({ name, role }) => [name, role])).toEqual([
    ['client.mjs', 'program'],
    ['npm', 'launcher'],
  ]);
});

const shell = needing('curl', 'jq');

describe('the shell client of fixtures/README.md', () => {
  const file = path.join(repository, 'fixtures/clients/shell/by-status.sh');

  test('stands there as it is', async () => {
    expect(await readFile(path.join(repository, 'fixtures/README.md'), 'utf8')).toContain(
      `\`\`\`sh\n${await readFile(file, 'utf8')}\`\`\``,
    );
  });

  test.skipIf(shell.skipped)(shell.named('processes exactly the workload'), async () => {
    const {
      exitCode,
      row: result,
      run,
    } = await runOf(
      scenarioOf(
        `  - { command: [sh, ${file}], label: by-status }\n`,
        'metrics: [peakRss, wallTime, requests]\n',
      ),
    );
    expect(exitCode).toBe(0);
    expect(result('by-status')).toMatchObject({
      runtime: 'sh',
      completeness: { processed: run.workload.items, digestMatches: true },
      metrics: { requests: { median: 3 } },
    });
  });
});

const python = needing('python3');

test.skipIf(python.skipped)(python.named('a program ends even if the harness is killed'), async () => {
  const rows = "  - { command: [/bin/sh, -c, 'echo $$ > pid; exec sleep 300'], label: hangs }\n";
  const cwd = await folderWith({ 'mine.yaml': scenarioOf(rows, timing) });
  const harness = tidemark(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  const pid = await until(async () => {
    const text = await readFile(path.join(cwd, 'pid'), 'utf8');
    expect(text).toMatch(/^\d+\n$/);
    return text;
  });
  harness.kill('SIGKILL');
  await harness;
  await untilGone(pid);
});

import { execFile } from 'node:child_process';
import { mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readFingerprints } from '../../src/record/journal/fingerprint.ts';
import type { SubjectTask } from '../../src/record/messages/subject.ts';
import type { SubjectReport } from '../../src/record/messages/subject-report.ts';
import { fingerprintIn, jobOf } from '../builders/reqmgr2.ts';
import { answerJson, serve, serveWorkflows, workflow } from './tiny-services.ts';

const entry = fileURLToPath(new URL('../../src/subject/main.ts', import.meta.url));

/** Where the first of the subjects leaves its modules compiled for the others. */
const shared = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
afterAll(() => shared.remove());

/** Starts a subject as the runner does: a fresh process of the same Node. */
const start = (args: readonly string[], cache = ''): Promise<{ code: number; stderr: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, NODE_COMPILE_CACHE: cache };
    const child = execFile(process.execPath, [entry, ...args], { env }, (_error, _stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stderr }),
    );
  });

const documents = [
  workflow('a'),
  workflow('b', { TransferTape: false }),
  workflow('__proto__', { RequestStatus: 'rejected' }),
];

const measured = async (
  more: Partial<SubjectTask> = {},
  options: { module?: string; start?: 'cold' | 'warmed' } = {},
) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
  await using services = await serveWorkflows(documents);
  const inFolder = (name: string) => join(folder.path, name);
  if (options.module !== undefined) writeFileSync(inFolder('mine.ts'), options.module);
  const task = {
    url: services.url,
    retries: { attempts: 1, base: 0, longest: 0 },
    ...jobOf(['announced', 'rejected']),
    strategy: options.module === undefined ? 'naive' : inFolder('mine.ts'),
    params: {},
    cycles: 1,
    purpose: 'heap',
    reportPath: inFolder('report.json'),
    processedPath: inFolder('processed'),
    ...more,
  } as SubjectTask;
  writeFileSync(inFolder('task.json'), JSON.stringify(task));
  const cache = { cold: '', warmed: inFolder('cache'), any: shared.path }[options.start ?? 'any'];
  if (options.start === 'warmed')
    expect(await start(['--warm', task.module, task.strategy], cache)).toEqual({ code: 0, stderr: '' });
  const { code, stderr } = await start([inFolder('task.json')], cache);
  return {
    code,
    stderr,
    report: JSON.parse(readFileSync(task.reportPath, 'utf8')) as SubjectReport,
    processed: readFingerprints(readFileSync(task.processedPath)),
    unfinished: readdirSync(folder.path).filter((name) => name.endsWith('.tmp')),
    strategy: task.strategy,
  };
};

const failureOf = async (module: string) => {
  const { code, stderr, report, strategy } = await measured({}, { module });
  expect({ code, stderr, status: report.status }).toEqual({ code: 1, stderr: '', status: 'failed' });
  if (report.status !== 'failed') throw new Error('it completed');
  return report.message.replaceAll(strategy, 'mine.ts');
};

describe('a sample', () => {
  test.runIf(process.platform === 'linux')(
    'tells what its module holds and starts when it is loaded, where no figure has it',
    async () => {
      const { report } = await measured(
        {},
        {
          module: `
            import { spawnSync } from 'node:child_process';
            const held = new Uint8Array(new SharedArrayBuffer(100e6)).fill(1);
            spawnSync(process.execPath, ['-e', '']);
            export default async function* ({ reqmgr, statuses }) {
              yield* Object.values(await reqmgr.requestsByStatus(statuses));
              if (held.length === 0) throw new Error('never');
            }`,
        },
      );
      if (report.status !== 'completed') throw new Error(report.message);
      const { resident, children, workers } = report.unseen;
      expect({ children, workers }).toEqual({ children: true, workers: 0 });
      expect((resident?.grew ?? 0) - (resident?.seen ?? 0)).toBeGreaterThan(90e6);
    },
  );

  test.for(['naive', 'per-status', 'name-then-chunk'])(
    'by %s processes every workflow once',
    async (strategy) => {
      const { code, stderr, report, processed, unfinished } = await measured({ strategy });
      expect({ code, stderr, unfinished }).toEqual({ code: 0, stderr: '', unfinished: [] });
      expect(report).toMatchObject({
        status: 'completed',
        consumer: { total: 3, cleaned: 3, normalArchived: 2, forceArchived: 0 },
        unavailable: {},
      });
      expect(processed).toEqual([
        fingerprintIn('a', 'announced', 1_700_000_100),
        fingerprintIn('b', 'announced', 1_700_000_100),
        fingerprintIn('__proto__', 'rejected', 1_700_000_100),
      ]);
    },
  );

  test('for the heap has the figures of the heap only', async () => {
    const { report } = await measured({ strategy: 'idle' });
    const figures = report.status === 'completed' ? report.metrics : {};
    expect(Object.keys(figures)).toEqual([
      'peakHeap',
      'peakTotal',
      'allocated',
      'gcCount',
      'gcTime',
      'retries',
    ]);
    expect(figures.peakTotal).toBeGreaterThan(figures.peakHeap ?? Number.POSITIVE_INFINITY);
  });

  test('for timing has the figures of time and resident memory only', async () => {
    const { report } = await measured({ strategy: 'idle', purpose: 'timing' });
    const figures = report.status === 'completed' ? { ...report.metrics, ...report.unavailable } : {};
    expect(Object.keys(figures).toSorted()).toEqual(['cpuTime', 'peakRss', 'retries', 'wallTime']);
  });

  test('counts the requests that were sent again', async () => {
    let isFirst = true;
    await using flaky = await serve((_, response) => {
      if (isFirst) response.writeHead(503).end();
      else answerJson(response, { result: [] });
      isFirst = false;
    });
    const retries = { attempts: 2, base: 0, longest: 0 };
    const { report } = await measured({ url: flaky.url, strategy: 'idle', retries });
    expect(report).toMatchObject({ status: 'completed', metrics: { retries: 1 } });
  });

  test("by a user's own module passes it parameters", async () => {
    const { code, processed } = await measured(
      { params: { only: 'rejected' } },
      {
        module: `export default async function* ({ reqmgr, params }: any) {
          setInterval(() => {}, 60_000); // What a strategy leaves open does not keep the process.
          yield* Object.values(await reqmgr.requestsByStatus([params.only]));
        }`,
      },
    );
    expect(code).toBe(0);
    expect(processed).toEqual([fingerprintIn('__proto__', 'rejected', 1_700_000_100)]);
  });
});

describe('type stripping', () => {
  test('is seen in a process that had to do it', async () => {
    expect((await measured({ strategy: 'idle' }, { start: 'cold' })).report).toMatchObject({
      stripperLoaded: true,
    });
  });

  test('does not happen in a process whose start was warmed', async () => {
    const { report } = await measured({ strategy: 'name-then-chunk' }, { start: 'warmed' });
    expect(report).toMatchObject({ status: 'completed', stripperLoaded: false });
  });

  test("does not happen for a warmed user's module either", async () => {
    const module = 'export default async function* (context: unknown) { void context; }';
    expect((await measured({}, { module, start: 'warmed' })).report).toMatchObject({ stripperLoaded: false });
  });
});

describe('a failed sample says', () => {
  test('which service did not answer', async () => {
    const gone = await serveWorkflows([]);
    await gone[Symbol.asyncDispose]();
    const { code, report } = await measured({ url: gone.url });
    expect(code).toBe(1);
    expect(report).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('/wmstatsserver/data/globallocks'),
    });
  });

  test.for([
    ['that a module has no default export', 'export const strategy = 1;', 'mine.ts has no default export'],
    ['that its default export is no function', 'export default {};', 'mine.ts is not a function'],
    ['that it cannot be loaded', "import './missing.ts';", 'mine.ts cannot be loaded: Cannot find module'],
    [
      'what it yielded',
      'export default async function* () { yield 5; }',
      'yielded the number 5 as its workflow 1',
    ],
    [
      'where the module threw',
      '\nexport default async function* () {\n  throw new Error("mine"); }',
      'mine.ts:3: mine',
    ],
    [
      'what was rejected behind its back',
      'export default async function* () { Promise.reject(new Error("lost")); await new Promise(setImmediate); }',
      'mine.ts:1: lost',
    ],
  ] as const)('%s', async ([, module, message]) => {
    expect(await failureOf(module)).toContain(message);
  });
});

test('a sample that fails has logged the workflows before', async () => {
  const { processed } = await measured(
    {},
    { module: 'export default async function* () { yield { RequestName: "a" }; throw new Error("then"); }' },
  );
  expect(processed).toEqual([fingerprintIn('a', '', 0)]);
});

test('called without a task it says how it is used', async () => {
  expect(await start([])).toEqual({
    code: 2,
    stderr:
      'usage: main.ts TASK.json | main.ts --warm CASE STRATEGY… | main.ts --scout TASK.json MODULES.json\n',
  });
});

import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { WorkflowDocument } from '../../src/subject/json.ts';
import { runCycle } from '../../src/subject/rule-cleaner/cycle.ts';
import type { Workload } from '../../src/workload/workload.ts';
import { folderWith } from '../cli/command.ts';
import {
  documentText,
  indicesOf,
  runServices,
  smallProfile,
  smallWorkload,
} from '../services/small-services.ts';
import { fakeContext, fakeReqMgr } from '../subject/fake-context.ts';
import { writeFakeWmcore } from './fake-wmcore.ts';

const client = fileURLToPath(new URL('../../fixtures/clients/wmcore.py', import.meta.url));
const realCheckout = process.env.WMCORE_SRC;
/** The interpreter itself: the name on the path may be a slow stand-in. */
const { stdout: interpreter = '', exitCode } = await execa(
  'python3',
  ['-c', 'import sys; print(sys.executable)'],
  { reject: false },
);
const hasPython = exitCode === 0;

const statuses = ['announced', 'rejected'] as const;
const documentsOf = (workload: Workload) =>
  indicesOf(workload, ...statuses).map((index) => JSON.parse(documentText(workload, index)));
/** The log of a client that processes all of a workload, sorted. */
const logOf = (workload: Workload): string[] =>
  indicesOf(workload, ...statuses)
    .map((i) => `${workload.nameAt(i)}\t${workload.statusAt(i)}\t${workload.lastTransitionAt(i)}`)
    .toSorted();

const workload = smallWorkload();
const documents = documentsOf(workload);
/** Workflows whose transfers are all done, by the facts in their documents. */
const ready = documents.filter(({ TransferDone, TransferTape }) => TransferDone && TransferTape);

interface Start {
  readonly url?: string;
  readonly strategy?: string;
  readonly python?: string;
  /** Beside what a run sets, and over it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts the client over a checkout as a run does, in an empty folder. */
const runClient = async (checkout: string | undefined, { url = '', strategy, python, env }: Start = {}) => {
  const folder = await folderWith();
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  const { exitCode, stderr } = await execa(python ?? interpreter, [client, ...(strategy ? [strategy] : [])], {
    env: {
      TIDEMARK_URL: url,
      TIDEMARK_STATUSES: statuses.join(' '),
      TIDEMARK_PURPOSE: 'timing',
      TIDEMARK_PROCESSED: path.join(folder, 'processed.tsv'),
      TIDEMARK_REPORT: path.join(folder, 'report.json'),
      TMPDIR: temporary,
      WMCORE_SRC: checkout,
      ...env,
    },
    reject: false,
  });
  const textOf = (name: string) => readFile(path.join(folder, name), 'utf8').catch(() => null);
  return {
    exitCode,
    stderr,
    processed: (await textOf('processed.tsv'))?.trimEnd().split('\n'),
    report: JSON.parse((await textOf('report.json')) ?? 'null'),
    temporaryFiles: await readdir(temporary),
  };
};

describe.skipIf(!hasPython)('a checkout of WMCore, here a fake one', () => {
  test.for([
    ['service', '100'],
    ['naive', '100'],
    ['per-status', '100'],
    ['name-then-chunk', '2'],
  ] as const)('processes exactly the workload by %s', async ([strategy, chunk]) => {
    await using services = await runServices({ workload });
    const { url } = services;
    const checkout = await writeFakeWmcore(await folderWith());

    const run = await runClient(checkout, { url, strategy, env: { TIDEMARK_PARAM_CHUNK: chunk } });

    expect(run).toMatchObject({ exitCode: 0, stderr: '', report: { processed: documents.length } });
    expect(run.processed?.toSorted()).toEqual(logOf(workload));
  });

  test('reports what its service counted, with the facts of each document as those of MSOutput and Rucio', async () => {
    await using services = await runServices({ workload });
    const { report } = await runClient(await writeFakeWmcore(await folderWith()), { url: services.url });

    expect(ready.length).toBeGreaterThan(0);
    expect(ready.length).toBeLessThan(documents.length);
    expect(report.ruleCleaner).toEqual({
      total: documents.length,
      cleaned: 0,
      normalArchived: ready.length,
      forceArchived: 0,
    });
  });

  test('fetches the locks and no workflow for idle', async () => {
    await using services = await runServices({ workload });
    const checkout = await writeFakeWmcore(await folderWith());
    const run = await runClient(checkout, { url: services.url, strategy: 'idle' });

    expect(run).toMatchObject({ exitCode: 0, processed: [''], report: { processed: 0 } });
    expect(await services.ledger()).toMatchObject({ requests: 2 });
  });

  test('is measured by its own code: a pull request that turns the statuses round is seen to do so', async () => {
    await using services = await runServices({ workload });
    const before = await writeFakeWmcore(await folderWith());
    const after = await writeFakeWmcore(await folderWith(), {
      'MicroService/MSRuleCleaner/MSRuleCleaner.py': (text) =>
        text.replace('for status in statuses', 'for status in reversed(statuses)'),
    });

    const statusesInOrder = async (checkout: string) => {
      const { processed } = await runClient(checkout, { url: services.url });
      return [...new Set(processed?.map((line) => line.split('\t')[1]))];
    };
    expect(await statusesInOrder(before)).toEqual(['announced', 'rejected']);
    expect(await statusesInOrder(after)).toEqual(['rejected', 'announced']);
  });

  test('may process in parallel: each thread meets the facts of its own workflow', async () => {
    await using services = await runServices({ workload });
    const checkout = await writeFakeWmcore(await folderWith(), {
      'MicroService/MSRuleCleaner/MSRuleCleaner.py': (text) =>
        text
          .replace(
            /for workflow in self\.workflows\(statuses\):\n.*\n.*\n/,
            `from concurrent.futures import ThreadPoolExecutor
            from threading import Barrier
            self.together = Barrier(3, timeout=30)
            with ThreadPoolExecutor(3) as pool:
                summary["total_num_requests"] = len(list(pool.map(self._dispatchWflow, self.workflows(statuses))))
`,
          )
          .replace('answer = self', 'self.together.wait()\n        answer = self'),
    });
    const run = await runClient(checkout, { url: services.url });

    expect(run.processed?.toSorted()).toEqual(logOf(workload));
    expect(run.report.ruleCleaner).toMatchObject({ total: documents.length, normalArchived: ready.length });
  });

  test('is traced where the sample is for that', async () => {
    await using services = await runServices({ workload });
    const { url } = services;
    const checkout = await writeFakeWmcore(await folderWith());

    const traced = await runClient(checkout, { url, env: { TIDEMARK_PURPOSE: 'traced' } });

    expect(traced.report.tracedPeak).toBeGreaterThan(100_000);
    expect((await runClient(checkout, { url })).report.tracedPeak).toBeUndefined();
  });

  test('sees no certificate of the user, stays as it was, and leaves nothing behind', async () => {
    await using services = await runServices({ workload });
    const { url } = services;
    const checkout = await writeFakeWmcore(await folderWith(), {
      'Services/pycurl_manager.py': (text) => `
import os
if "X509_HOST_CERT" in os.environ or os.path.getsize(os.environ["X509_USER_CERT"]) > 0:
    raise RuntimeError("the user's certificate is in sight")
${text}`,
    });

    const env = { X509_HOST_CERT: client, X509_USER_CERT: client, PYTHONDONTWRITEBYTECODE: '' };
    const run = await runClient(checkout, { url, env });

    expect(run).toMatchObject({ exitCode: 0, stderr: '', temporaryFiles: [] });
    const written = await readdir(checkout, { recursive: true });
    expect(written.filter((name) => name.includes('__pycache__'))).toEqual([]);
  });

  test('reaches the services past any proxy', async () => {
    await using services = await runServices({ workload });
    const checkout = await writeFakeWmcore(await folderWith());
    // Port 9 discards: nobody listens there.
    const env = { http_proxy: 'http://127.0.0.1:9', no_proxy: '' };
    expect(await runClient(checkout, { url: services.url, env })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('fails where its service reports an error that it has swallowed', async () => {
    await using services = await runServices({ workload });
    const checkout = await writeFakeWmcore(await folderWith(), {
      'MicroService/MSRuleCleaner/MSRuleCleaner.py': (text) =>
        text.replace('getRequestByStatus', 'getNothing'),
    });
    const run = await runClient(checkout, { url: services.url });

    expect(run).toMatchObject({ exitCode: 1, report: null });
    expect(run.stderr).toContain("MSRuleCleaner.execute reports an error: 'ReqMgr' object has no attribute");
  });

  test('tells by the name of the error that memory ran out', async () => {
    await using services = await runServices({ workload });
    const checkout = await writeFakeWmcore(await folderWith(), {
      'MicroService/MSRuleCleaner/MSRuleCleanerWflow.py': () =>
        'class MSRuleCleanerWflow(dict):\n    def __init__(self, document):\n        raise MemoryError',
    });
    const run = await runClient(checkout, { url: services.url, strategy: 'naive' });

    expect(run).toMatchObject({ exitCode: 1, report: null });
    expect(run.stderr).toMatch(/^MemoryError\b/);
  });

  test('fails where its own client does: with three names in one request, their cache file has too long a name', async () => {
    await using services = await runServices({ workload });
    const env = { TIDEMARK_PARAM_CHUNK: '3' };
    const checkout = await writeFakeWmcore(await folderWith());
    const run = await runClient(checkout, { url: services.url, strategy: 'name-then-chunk', env });

    expect(run).toMatchObject({ exitCode: 1, report: null });
    expect(run.stderr).toMatch(/^OSError: \[Errno 36\] File name too long \(ReqMgr\.py, line \d+\)$/);
  });
});

describe.skipIf(!hasPython)('where WMCore cannot be run, the row is skipped (exit code 77) and told', () => {
  const skipped = 77;

  test('no checkout is named', async () => {
    expect(await runClient(undefined)).toMatchObject({
      exitCode: skipped,
      stderr:
        'WMCORE_SRC is not set: it names a checkout of WMCore. Get one with: git clone https://github.com/dmwm/WMCore',
    });
  });

  test('what is named is no checkout', async () => {
    const { exitCode, stderr } = await runClient(await folderWith());
    expect(exitCode).toBe(skipped);
    expect(stderr).toMatch(
      /^WMCORE_SRC=\S+ is no checkout of WMCore: neither src\/python\/WMCore nor WMCore/,
    );
  });

  test.for([
    ['pycurl', 'python3-pycurl and use /usr/bin/python3'],
    ['future', 'python3-future and use /usr/bin/python3'],
  ] as const)('WMCore needs %s, and this Python lacks it', async ([name, advice]) => {
    const checkout = await writeFakeWmcore(await folderWith(), {
      'Services/pycurl_manager.py': () => `raise ModuleNotFoundError("no ${name}", name="${name}")`,
    });
    const { exitCode, stderr } = await runClient(checkout);
    expect(exitCode).toBe(skipped);
    expect(stderr).toContain(`WMCore needs the package ${name}, which `);
    expect(stderr).toContain(advice);
  });
});

test.skipIf(!hasPython).for([
  ['a strategy that is not there', ['faster'], {}, "There is no strategy 'faster' for WMCore. Choose one of"],
  [
    'a chunk of nothing',
    ['name-then-chunk'],
    { TIDEMARK_PARAM_CHUNK: '0' },
    'chunk is 0, expected a whole number',
  ],
  ['no services', [], { TIDEMARK_URL: undefined }, 'TIDEMARK_URL is not set'],
] as const)('%s is told in a sentence', async ([, [strategy], env, sentence]) => {
  await using services = await runServices({ workload });
  const checkout = await writeFakeWmcore(await folderWith());
  const run = await runClient(checkout, { url: services.url, ...(strategy && { strategy }), env });

  expect(run.exitCode).toBe(1);
  expect(run.stderr.split('\n')).toEqual([expect.stringContaining(sentence)]);
});

/** What the rule cleaner of src/subject counts over the same documents. */
const ourCounters = (documents: readonly WorkflowDocument[]) => {
  const { wmstats } = fakeContext();
  const locks = { reqmgr: fakeReqMgr([]), wmstats: { ...wmstats, globalLocks: async () => [] } };
  const strategy = async function* () {
    yield* documents;
  };
  return runCycle(strategy, fakeContext(locks), () => {});
};

/** Over the checkout that WMCORE_SRC names, by the Python that has pycurl and future. */
describe.skipIf(realCheckout === undefined)('the real checkout', () => {
  const python = process.env.WMCORE_PYTHON ?? '/usr/bin/python3';

  test('counts in its service what our rule cleaner counts, over exactly the workload', async () => {
    const workload = smallWorkload({
      statuses: { announced: 200, rejected: 20 },
      documents: {
        ...smallProfile().documents,
        types: { TaskChain: 0.4, StepChain: 0.3, ReReco: 0.1, Resubmission: 0.1, DQMHarvest: 0.1 },
      },
    });
    await using services = await runServices({ workload, behaviour: { gzip: true } });
    const run = await runClient(realCheckout, { url: services.url, python });

    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.processed?.toSorted()).toEqual(logOf(workload));
    expect(run.report.ruleCleaner).toEqual(await ourCounters(documentsOf(workload)));
  });

  test('takes chunks of two names, and fails at three', async () => {
    await using services = await runServices({ workload });
    const chunksOf = (chunk: string) =>
      runClient(realCheckout, {
        url: services.url,
        python,
        strategy: 'name-then-chunk',
        env: { TIDEMARK_PARAM_CHUNK: chunk },
      });

    expect((await chunksOf('2')).processed?.toSorted()).toEqual(logOf(workload));
    expect((await chunksOf('3')).stderr).toContain('File name too long');
  });
});

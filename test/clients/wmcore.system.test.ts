import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../cli/command.ts';
import { runServices, smallWorkload } from '../services/small-services.ts';
import { writeFakeWmcore } from './fake-wmcore.ts';
import { client, documentsOf, hasPython, logOf, runClient } from './run-wmcore.ts';

const workload = smallWorkload();
const documents = documentsOf(workload);
/** Workflows whose transfers are all done, by the facts in their documents. */
const ready = documents.filter(({ TransferDone, TransferTape }) => TransferDone && TransferTape);

describe.skipIf(!hasPython)('a checkout of WMCore, here a fake one', () => {
  test.for([
    ['service', '100'],
    ['naive', '100'],
    ['per-status', '100'],
    ['name-then-chunk', '2'],
    ['line-stream', '100'],
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
    expect(report.consumer).toEqual({
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
    expect(run.report.consumer).toMatchObject({ total: documents.length, normalArchived: ready.length });
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

  test('tells the error that its service has logged instead of raising, with file and line', async () => {
    await using services = await runServices({ workload });
    const checkout = await writeFakeWmcore(await folderWith(), {
      'MicroService/MSRuleCleaner/MSRuleCleaner.py': (text) =>
        text
          .replace('getRequestByStatus', 'getNothing')
          .replace(
            'summary["error"] = str(error)',
            'logging.getLogger().exception("no"); summary["error"] = "no"',
          )
          .replace('import json', 'import json, logging'),
    });
    const run = await runClient(checkout, { url: services.url });

    expect(run).toMatchObject({ exitCode: 1, report: null });
    expect(run.stderr).toMatch(
      /^AttributeError: 'ReqMgr' object has no attribute 'getNothing'.* \(MSRuleCleaner\.py, line \d+\)$/,
    );
  });

  test('repairs nothing but the head of the pull request that it knows', async () => {
    await using services = await runServices({ workload });
    const run = await runClient(await writeFakeWmcore(await folderWith()), {
      url: services.url,
      strategy: 'repaired-12385',
    });

    expect(run).toMatchObject({ exitCode: 1, report: null });
    expect(run.stderr).toContain('there is nothing to repair');
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

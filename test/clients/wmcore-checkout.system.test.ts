import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { WorkflowDocument } from '../../src/cases/reqmgr2/document.ts';
import { differences } from '../builders/rule-cleaner-differences.ts';
import { folderWith } from '../cli/command.ts';
import { runServices, smallDescription, smallWorkload } from '../services/small-services.ts';
import { fakeContext, fakeReqMgr } from '../subject/fake-context.ts';
import { runCycle } from '../subject/run-cycle.ts';
import { writeFakeWmcore } from './fake-wmcore.ts';
import { documentsOf, hasPython, logOf, runClient } from './run-wmcore.ts';

const workload = smallWorkload();
const realCheckout = process.env.WMCORE_SRC;
const recordOf = fileURLToPath(new URL('record-of.py', import.meta.url));

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
  const context = fakeContext(locks);
  return runCycle(strategy, context, () => {});
};

/** Over the checkout that WMCORE_SRC names, of April 2025 or later, by the Python that has pycurl and future. */
describe.skipIf(realCheckout === undefined)('the real checkout', () => {
  const python = process.env.WMCORE_PYTHON ?? '/usr/bin/python3';

  test('counts in its service what our rule cleaner counts, over exactly the workload', async () => {
    const workload = smallWorkload({
      statuses: { announced: 200, rejected: 20 },
      documents: {
        ...smallDescription().documents,
        types: { TaskChain: 0.4, StepChain: 0.3, ReReco: 0.1, Resubmission: 0.1, DQMHarvest: 0.1 },
      },
    });
    await using services = await runServices({ workload, behaviour: { gzip: true } });
    const run = await runClient(realCheckout, { url: services.url, python });

    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.processed?.toSorted()).toEqual(logOf(workload));
    expect(run.report.consumer).toEqual(await ourCounters(documentsOf(workload)));
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

  test('has of a document the record that the page of the rule cleaner says', async () => {
    const input = differences.map(({ document }) => `${document}\n`).join('');
    const { stdout } = await execa(python, [recordOf], { input, env: { WMCORE_SRC: realCheckout } });
    const records = stdout.split('\n').map((line) => JSON.parse(line));
    for (const [i, { field, theirs }] of differences.entries()) {
      const { raises, record } = records[i];
      if ('raises' in theirs) expect(raises).toBe(theirs.raises);
      else expect(record[field]).toBe(theirs.value);
    }
  });
});

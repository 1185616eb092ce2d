import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { strategyCatalogue, strategyNames } from '../../src/cases/reqmgr2/catalogue.ts';
import { expectedFingerprints } from '../../src/cases/reqmgr2/workload/summary.ts';
import { type FaultKind, faultKinds } from '../../src/record/faults.ts';
import { readFingerprints } from '../../src/record/journal/fingerprint.ts';
import type { Completeness } from '../../src/record/journal/sample.ts';
import type { StrategyParams } from '../../src/record/messages/subject.ts';
import { checkCompleteness, expectSet } from '../../src/runner/check/completeness.ts';
import { createLedger, type Ledger } from '../../src/services/delivery/ledger.ts';
import { measure } from '../../src/subject/measure.ts';
import { jobOf } from '../builders/reqmgr2.ts';
import { until } from '../until.ts';
import { type RunningServices, runServices, smallWorkload } from './small-services.ts';

/*
 * Every strategy of the catalogue against every fault, in the first answer that is its own, in one of the middle, and in
 * the last: whatever happens, what it reports as complete is the workload, and what it does not complete has a reason
 * that names the cause.
 */

const statuses = ['announced', 'running-open', 'rejected'] as const;
const workload = smallWorkload();
const expected = expectSet(expectedFingerprints(workload, statuses));
const nothing = expectSet([]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tidemark-faults-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Ending =
  | { readonly type: 'completed'; readonly completeness: Completeness }
  | { readonly type: 'failed'; readonly message: string };

const paramsOf = (strategy: keyof typeof strategyCatalogue): StrategyParams => ({
  ...Object.fromEntries(
    Object.entries(strategyCatalogue[strategy].params).map(([name, rule]) => [name, rule.default]),
  ),
  // Several chunks, of however few workflows.
  ...('chunk' in strategyCatalogue[strategy].params && { chunk: 2 }),
});

let runs = 0;

/** A whole subject in this process: the strategy by its name, with its clients, cycle and log. */
const cycleOf = async (strategy: keyof typeof strategyCatalogue, url: string): Promise<Ending> => {
  runs += 1;
  const processedPath = path.join(folder, `${runs}.bin`);
  try {
    await measure({
      url,
      ...jobOf(statuses),
      strategy,
      params: paramsOf(strategy),
      purpose: 'floor',
      cycles: 1,
      // Once again, without a wait: a fault of one request is survived where the whole of it can be asked anew.
      retries: { attempts: 2, base: 0, longest: 0 },
      reportPath: '',
      processedPath,
    });
  } catch (thrown) {
    return { type: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  const processed = readFingerprints(await readFile(processedPath));
  return {
    type: 'completed',
    completeness: checkCompleteness(strategy === 'idle' ? nothing : expected, processed),
  };
};

const faultyServices = (
  kind: FaultKind,
  request: number,
  ledger: Ledger = createLedger(),
): Promise<RunningServices> =>
  runServices({
    workload,
    ledger,
    behaviour: {
      faults: [{ kind, path: '', when: { at: [request] }, times: null, retryAfter: null }],
    },
  });

/** What a reason must name, beside the address that was asked. */
const causes: Readonly<Record<Exclude<FaultKind, 'stall'>, RegExp>> = {
  'status-500': /\b500\b/,
  'status-503': /\b503\b/,
  'status-429': /\b429\b/,
  html: /HTML/,
  reset: /no answer|reset|closed|ECONNRESET/,
  'reset-in-body': /broken|reset|closed|no answer/,
  truncated: /broken|ended|cut|JSON/,
  'truncated-at-document': /broken|ended|cut|JSON/,
  'invalid-json': /broken|JSON/,
};

/** The numbers of the requests to spoil: the locks, the strategy's first, one in the middle, the last. */
const chosenOf = (requests: number): number[] => [
  ...new Set(
    [1, Math.min(3, requests), Math.ceil((requests + 3) / 2), requests].filter((n) => n <= requests),
  ),
];

test.each(strategyNames)('%s never takes a spoilt answer for a whole one', async (strategy) => {
  const ledger = createLedger();
  await using sound = await runServices({ workload, ledger });
  const clean = await cycleOf(strategy, sound.url);
  const chosen = chosenOf(ledger.read().requests);
  const kinds = faultKinds.filter((kind) => kind !== 'stall');
  const cases = kinds.flatMap((kind) => chosen.map((request) => ({ kind, request })));
  const endings = await Promise.all(
    cases.map(async ({ kind, request }) => {
      const own = createLedger();
      await using services = await faultyServices(kind, request, own);
      const ending = await cycleOf(strategy, services.url);
      return { kind, request, ending, faults: own.read().faults };
    }),
  );
  for (const { kind, request, ending, faults } of endings) {
    const name = `${strategy}, ${kind} in answer ${request}`;
    expect(faults, name).toBe(1);
    if (ending.type === 'completed') expect(ending.completeness, name).toMatchObject({ digestMatches: true });
    else if (clean.type === 'completed' || ending.message !== clean.message) {
      expect(ending.message, name).toMatch(causes[kind]);
      expect(ending.message, name).toMatch(/\/(reqmgr2|couchdb|wmstatsserver)\//);
    }
  }
});

test.each(strategyNames)('%s waits at a stall, and fails when the connection is cut', async (strategy) => {
  for (const request of [1, 3]) {
    const ledger = createLedger();
    await using services = await faultyServices('stall', request, ledger);
    let isOver = false;
    const ending = cycleOf(strategy, services.url).finally(() => {
      isOver = true;
    });
    await until(() => expect(isOver || ledger.read().faults > 0).toBe(true));
    // A strategy of fewer requests never meets it.
    if (ledger.read().faults === 0) return;
    expect(isOver).toBe(false);
    await services.close();
    expect(await ending).toMatchObject({ type: 'failed', message: expect.stringMatching(/http:/) });
  }
});

test('services that behave let every built-in strategy of before complete', async () => {
  for (const strategy of ['idle', 'naive', 'per-status', 'name-then-chunk'] as const) {
    await using services = await runServices({ workload });
    expect(await cycleOf(strategy, services.url)).toMatchObject({ completeness: { digestMatches: true } });
  }
});

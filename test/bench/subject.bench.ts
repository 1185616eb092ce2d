import { startServicesProcess } from '../../src/runner/services-process.ts';
import { loadProfile } from '../../src/scenario/profiles.ts';
import { promptServices } from '../../src/scenario/services-behaviour.ts';
import { createCouch } from '../../src/subject/client/couch.ts';
import { createHttp } from '../../src/subject/client/http.ts';
import { createReqMgr } from '../../src/subject/client/reqmgr.ts';
import { createWmStats } from '../../src/subject/client/wmstats.ts';
import { startHeapProbe } from '../../src/subject/probes/heap-probe.ts';
import { runCycle } from '../../src/subject/rule-cleaner/cycle.ts';
import type { StrategyContext } from '../../src/subject/strategies/context.ts';
import { loadStrategy } from '../../src/subject/strategies/registry.ts';
import type { Finding } from './findings.ts';
import { startServer } from './processes.ts';
import { ratioOf, timeSideBySide } from './side-by-side.ts';

const strategies = ['naive', 'per-status', 'name-then-chunk'] as const;
const statuses = ['announced', 'aborted-completed', 'rejected'];

/** What the services and the heap probe cost a strategy, as a share of its wall time. */
export const benchSubject = async (scratch: string): Promise<Finding[]> => {
  const profile = loadProfile('production');
  const services = await startServicesProcess({ profile, seed: 1, behaviour: promptServices }, scratch);
  const replay = await startServer('replay-server.ts', [services.url]);
  const findings: Finding[] = [];
  for (const strategy of strategies) {
    const generated = await cycleOf(strategy, services.url);
    const replayed = await cycleOf(strategy, replay.url);
    const timings = await timeSideBySide(
      [
        { name: 'generated', run: generated },
        { name: 'replayed', run: replayed },
        { name: 'probed', run: () => underHeapProbe(generated) },
      ],
      7,
    );
    findings.push(
      finding(`${strategy}: documents generated, not replayed`, ratioOf(timings, 'generated', 'replayed')),
      finding(`${strategy}: heap probe on, not off`, ratioOf(timings, 'probed', 'generated')),
    );
  }
  await Promise.all([services.stop(), replay.stop()]);
  return findings;
};

const cycleOf = async (name: string, url: string): Promise<() => Promise<unknown>> => {
  const strategy = await loadStrategy(name);
  return async () => {
    const { signal } = new AbortController();
    const http = createHttp(url, { signal });
    const context: StrategyContext = {
      reqmgr: createReqMgr(http),
      couch: createCouch(http),
      wmstats: createWmStats(http),
      statuses,
      params: {},
      signal,
    };
    try {
      return await runCycle(strategy, context, () => {});
    } finally {
      await http.close();
    }
  };
};

const underHeapProbe = async (cycle: () => Promise<unknown>): Promise<void> => {
  const probe = startHeapProbe();
  await cycle();
  probe.stop();
};

const finding = (what: string, ratio: number): Finding => ({
  what,
  measured: `${((ratio - 1) * 100).toFixed(1)} % wall time`,
  goal: { text: 'at most 5 %', met: ratio <= 1.05 },
});

import { type MetricName, metricNames, metrics } from '../record/metrics.ts';
import { type TargetAccess, targetVariable } from '../record/subject.ts';
import type { Services } from './services-process.ts';

const ledgerMetrics: readonly MetricName[] = metricNames.filter((name) => metrics[name].readBy === 'ledger');

/** A real service: nothing is started, reset or stopped, and nobody counts what is asked of it. */
export const targetServices: Services = {
  url: null,
  resetLedger: async () => {},
  readLedger: async () => ({}),
  unavailable: Object.fromEntries(
    ledgerMetrics.map((name) => [name, 'a real service keeps no ledger of what it is asked']),
  ),
  stop: async () => {},
};

/** How subjects are told where a target is: not by a file or an argument, which others may read. */
export const environmentFor = (access: TargetAccess | null): Readonly<Record<string, string>> =>
  access === null ? {} : { [targetVariable]: JSON.stringify(access) };

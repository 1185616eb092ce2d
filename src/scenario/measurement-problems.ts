import { suggestName } from '../errors/suggest.ts';
import type { Problem } from './problems.ts';
import type { ScenarioRow } from './scenario.ts';
import type { WrittenMeasurement } from './schema.ts';

/** What in a measurement does not fit the strategies and the profiles that there are; paths below the measurement. */
export const problemsOfReference = (
  reference: string | undefined,
  rows: readonly ScenarioRow[],
): Problem[] => {
  const labels = rows.map(({ label }) => label);
  return reference === undefined || labels.includes(reference)
    ? []
    : [
        {
          path: ['reference'],
          at: 'value',
          message: `the reference "${reference}" is none of the strategies`,
          advice: suggestName(reference, labels),
        },
      ];
};

export const problemsOfWorkload = (workload: unknown, hasTarget: boolean): Problem[] => {
  if (hasTarget && workload !== undefined) {
    const message = 'a target has its own data: a workload beside it would not be used';
    return [{ path: ['workload'], at: 'key', message, advice: 'Remove one of the two.' }];
  }
  if (hasTarget || workload !== undefined) return [];
  const message = '"workload" is missing: expected the name of a workload, or a workload in place';
  return [{ path: ['workload'], at: 'value', message }];
};

/** A program is given the services' URL; a target's address and credentials are not handed on to one. */
export const problemsOfPrograms = (rows: readonly ScenarioRow[]): Problem[] =>
  rows.some(({ program }) => program !== null)
    ? [
        {
          path: ['strategies'],
          at: 'key',
          message: 'a command cannot be measured against a target',
          advice: 'Measure strategies against the target, and commands against the mock services (workload).',
        },
      ]
    : [];

/** A server waits for a load, and a load for a server. */
export const problemsOfLoad = (load: WrittenMeasurement['load'], rows: readonly ScenarioRow[]): Problem[] => {
  const hasServer = rows.some(({ program }) => program?.server !== undefined);
  if (load === undefined && hasServer) {
    const message = 'a server without a load: nothing would be asked of it';
    const advice = "Add one, such as load: { paths: ['/'], requests: 5000, connections: 20 }";
    return [{ path: ['strategies'], at: 'key', message, advice }];
  }
  if (load !== undefined && !hasServer) {
    const message = 'a load without a server: none of the strategies is one';
    const advice = 'Add one to the strategies, such as server: [node, server.mjs], or remove the load.';
    return [{ path: ['load'], at: 'key', message, advice }];
  }
  return [];
};

export const churnBetweenCycles = (metrics: readonly string[]): Problem => ({
  path: ['services', 'churn'],
  at: 'key',
  message: `with churn, the cycles of one process do different work, and ${metrics.join(' and ')} cannot compare them`,
  advice: 'Remove the churn, or measure other metrics.',
});

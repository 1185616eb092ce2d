import { targetVariable } from '../../record/messages/subject.ts';
import { ledgerMetrics } from '../../record/metrics.ts';
import type { Measurement } from '../../scenario/scenario.ts';
import { ownEnvironment, type Variables } from '../processes/process-environment.ts';
import { startServerServices } from './server-services.ts';
import { type Services, startServicesProcess } from './services-process.ts';

const noServices: Services = {
  url: null,
  resetLedger: async () => {},
  readLedger: async () => ({}),
  unavailable: {},
  stop: async () => {},
};

/** A real service: nothing is started, reset or stopped, and nobody counts what is asked of it. */
const targetServices: Services = {
  ...noServices,
  unavailable: Object.fromEntries(
    ledgerMetrics.map((name) => [name, 'a real service keeps no ledger of what it is asked']),
  ),
};

/** What a measurement's samples are taken against: the services in a process of their own, a server of the user's, a target, or nothing. */
export const servicesFor = async (
  scenario: Measurement,
  scratch: string,
  signal: AbortSignal,
): Promise<Services> => {
  const { server } = scenario.case;
  if (scenario.access !== null) return targetServices;
  if (scenario.case.servesNothing === true) return noServices;
  return server === undefined
    ? startServicesProcess(scenario, scratch, signal)
    : startServerServices(server, scenario, scratch, signal);
};

/** What every subject of a measurement is told of its case. */
export const caseJobOf = ({ case: about, opened, consumer, retries }: Measurement) => ({
  retries,
  module: about.modules.subject,
  data: opened.fetched,
  consumer,
});

/**
 * The environment of a measurement's subjects. They are told there where a target is: not by a file or an argument, which
 * others may read.
 */
export const environmentFor = ({ access, env }: Pick<Measurement, 'access' | 'env'>): Variables =>
  access === null
    ? ownEnvironment(env)
    : ownEnvironment({ ...env, [targetVariable]: JSON.stringify(access) }, { isTarget: true });

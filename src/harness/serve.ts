import { loadServices } from '../scenario/load.ts';
import serveCase from '../services/reqmgr2.ts';
import { serveUntilSignal } from '../services/serve.ts';

interface ServeRequest {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly scale?: string;
  readonly seed?: string;
}

/**
 * Serves what a workload or a scenario says, in this process and for any client, until a signal ends it.
 * @param name of a workload, or of a scenario with its services section
 */
export const serveWorkload = async (name: string, { host, port, ...typed }: ServeRequest): Promise<void> => {
  const { profile, seed, services: behaviour } = loadServices(name, typed);
  const data = { profile, seed, churn: behaviour.churn };
  await serveUntilSignal({ serve: (tools) => serveCase(data, tools), seed, behaviour, host, port });
};

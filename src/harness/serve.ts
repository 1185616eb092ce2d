import { loadServices } from '../cases/load.ts';
import type { ServicesConfig } from '../services/server/serve.ts';

interface ServeRequest {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly scale?: string;
  readonly seed?: string;
}

/**
 * What a workload or a scenario says is served.
 * @param name of a workload, or of a scenario with its services section
 */
export const servedBy = (name: string, { host, port, ...typed }: ServeRequest): ServicesConfig => {
  const { case: about, opened, seed, services: behaviour } = loadServices(name, typed);
  return { module: about.modules.services, data: opened.served, seed, behaviour, host, port };
};

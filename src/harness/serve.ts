import { loadServices } from '../cases/load.ts';
import type { CaseServices } from '../services/case.ts';
import { serveUntilSignal } from '../services/server/serve.ts';

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
  const { case: about, opened, seed, services: behaviour } = loadServices(name, typed);
  const { default: serveCase } = (await import(about.modules.services)) as { readonly default: CaseServices };
  await serveUntilSignal({ serve: (tools) => serveCase(opened.served, tools), seed, behaviour, host, port });
};

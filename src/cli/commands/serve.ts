import { loadServices } from '../../scenario/load.ts';
import serveCase from '../../services/reqmgr2.ts';
import { serveUntilSignal } from '../../services/serve.ts';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly scale?: string;
  readonly seed?: string;
}

export const serve = async (
  name: string,
  { host, port, scale, seed: typedSeed }: ServeOptions,
): Promise<number> => {
  const { profile, seed, services: behaviour } = loadServices(name, { scale, seed: typedSeed });
  const data = { profile, seed, churn: behaviour.churn };
  await serveUntilSignal({ serve: (tools) => serveCase(data, tools), seed, behaviour, host, port });
  return 0;
};

import type { Command } from 'commander';
import { loadServices } from '../../scenario/load.ts';
import serve from '../../services/reqmgr2.ts';
import { serveUntilSignal } from '../../services/serve.ts';
import { portNumber } from '../arguments.ts';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly scale?: string;
  readonly seed?: string;
}

const defaultProfile = 'production';

export const addServeCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('serve')
    .description('serve a synthetic workload as ReqMgr2, CouchDB and WMStats do, for any client')
    .argument('[workload]', 'a profile, or a scenario with its services section', defaultProfile)
    .option('--port <p>', 'port to listen on; 0 for any free one', portNumber, 0)
    .option('--host <h>', 'address to listen on', '127.0.0.1')
    .option('--scale <factor>', "multiply the workload's counts")
    .option('--seed <n>', 'seed of the workload and of the services')
    .action(async (name: string, { host, port, scale, seed: typedSeed }: ServeOptions) => {
      const { profile, seed, services: behaviour } = loadServices(name, { scale, seed: typedSeed });
      const data = { profile, seed, churn: behaviour.churn };
      await serveUntilSignal({ serve: (tools) => serve(data, tools), seed, behaviour, host, port });
      done(0);
    });
};

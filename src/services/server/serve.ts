import type { ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
import type { ReadyMessage } from '../../record/messages/services-process.ts';
import type { ServicesModule } from '../case.ts';
import { type ServicesOptions, startServices } from './server.ts';

/** What a process of services is told; the values are checked already. */
export interface ServicesConfig {
  /** The URL of the case's module for this process. */
  readonly module: string;
  /** What the case serves. */
  readonly data: unknown;
  readonly seed: number;
  readonly behaviour: ServicesBehaviour;
  readonly host?: string;
  readonly port?: number;
}

/** `serveUntilSignal` of a case. */
export const serveConfigured = async ({ module, data, ...options }: ServicesConfig): Promise<void> => {
  const { default: serve, load = async (same) => same } = (await import(module)) as ServicesModule;
  const loaded = await load(data);
  await serveUntilSignal({ ...options, serve: (tools) => serve(loaded, tools) });
};

/**
 * Serves until SIGTERM, SIGHUP, SIGINT, or the end of the process that started this one with a channel. Writes the line
 * `{"url":…,"pid":N}` to stdout as soon as requests are answered; where nobody can read it, this is the end too: a client
 * that does not know the address never comes, nor anybody who knows whom to end.
 */
export const serveUntilSignal = async (options: ServicesOptions): Promise<void> => {
  const services = await startServices(options);
  const ended = nextEnd();
  const ready: ReadyMessage = { url: services.url, pid: services.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await ended;
  await services.close();
};

const nextEnd = (): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      process.off('SIGTERM', end).off('SIGHUP', end).off('SIGINT', end).off('disconnect', end);
      process.stdout.off('error', end);
      resolve();
    };
    // Started by a harness, the services leave SIGINT to it: a terminal sends it to all, and the last sample needs them.
    process
      .on('SIGTERM', end)
      .on('SIGHUP', end)
      .on('SIGINT', process.connected ? () => {} : end);
    process.on('disconnect', end);
    process.stdout.on('error', end);
    // The channel may have closed while this process started. Without one there is no `connected` at all.
    if (process.connected === false) end();
  });

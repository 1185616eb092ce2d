import { setFlagsFromString } from 'node:v8';
import type { ReadyMessage } from '../../record/messages/services-process.ts';
import { type ServicesOptions, startServices } from './server.ts';

/**
 * Serves until SIGTERM, SIGHUP, SIGINT, or the end of the process that started this one with a channel. Writes the line
 * `{"url":…,"pid":N}` to stdout as soon as requests are answered; where nobody can read it, this is the end too: a client
 * that does not know the address never comes, nor anybody who knows whom to end.
 */
export const serveUntilSignal = async (options: ServicesOptions): Promise<void> => {
  // Nothing of an answer outlives its chunk, so a small heap costs little: 70 MB of resident memory less for a set of
  // 300,000 documents, at a tenth of the rate. V8 reads this flag each time it decides on a size.
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--no-parallel-scavenge');
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

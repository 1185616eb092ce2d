import { ServicesLost } from '../../errors/system-failure.ts';
import { UserError } from '../../errors/user-error.ts';
import { ledgerMetrics } from '../../record/metrics.ts';
import type { Server } from '../../scenario/case.ts';
import type { Measurement } from '../../scenario/scenario.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import { endedHow, type RunningServer, startServer } from '../processes/server.ts';
import type { Services } from './services-process.ts';

/** A server of the user's own, started for the run. Nobody stands between it and the subjects, so nobody counts what it is asked. */
export const startServerServices = async (
  server: Server,
  { path: file, timeout, opened }: Measurement,
  scratch: string,
  signal: AbortSignal,
): Promise<Services> => {
  const patienceMs = Math.min(longestStartMs, timeout * 1000);
  const env = opened.serverVariables ?? {};
  const start = await startServer(
    { ...server, env },
    { scratch, patienceMs, timeoutMs: longestLifeMs, signal },
  );
  const name = server.command.join(' ');
  switch (start.type) {
    case 'ready':
      return servicesOf(start.server, name);
    case 'interrupted':
      throw signal.reason;
    case 'not-installed':
      throw new UserError(
        `there is no ${server.command[0]} on this machine, which the case's services are started by`,
        {
          place: { file },
        },
      );
    case 'failed':
      throw new UserError(`the case's services, ${name}: ${start.why}`, { place: { file } });
  }
};

const servicesOf = ({ url, ended, stop }: RunningServer, name: string): Services => {
  let lost: string | null = null;
  void ended.then((end) => {
    lost = `the case's services, ${name}, are gone: ${endedHow(end)}${lastWordsIn(end.stderr)}`;
  });
  const assertThere = async (): Promise<void> => {
    // The news of its end comes by a turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    if (lost !== null) throw new ServicesLost(lost);
  };
  return {
    url,
    resetLedger: assertThere,
    readLedger: async () => {
      await assertThere();
      return {};
    },
    unavailable: Object.fromEntries(
      ledgerMetrics.map((metric) => [metric, 'a server that is started keeps no ledger of what it is asked']),
    ),
    stop: async () => {
      await stop();
    },
  };
};

/** A minute, or what a sample may take where that is less. */
const longestStartMs = 60_000;
const longestLifeMs = Number.POSITIVE_INFINITY;

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, UserError } from '../../errors/user-error.ts';
import type { ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
import type { ServedCase, ServicesTools } from '../case.ts';
import { chunkBytes, recycledChunks } from '../delivery/chunk-source.ts';
import { type Clock, systemClock } from '../delivery/latency.ts';
import { createLedger, type Ledger } from '../delivery/ledger.ts';
import { exchange } from './exchange.ts';
import { atOrigin, openServices } from './handlers.ts';

export interface ServicesOptions {
  /** What is served; asked once. */
  readonly serve: (tools: ServicesTools) => ServedCase;
  /** Of latencies' jitter and faults. */
  readonly seed: number;
  readonly behaviour: ServicesBehaviour;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 0 by default: any free port. */
  readonly port?: number;
  /** The system's by default. */
  readonly clock?: Clock;
  /** One of its own by default. */
  readonly ledger?: Ledger;
}

export interface Services {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Ends all connections, also those under way. */
  readonly close: () => Promise<void>;
}

/** Longer than any request line that a client sends: the limit to meet is the services' own. */
const maxHeaderSize = 8 * 1024 * 1024;

/** The services behind an HTTP server. A UserError for a port that is taken or a host that cannot be bound. */
export const startServices = async ({
  serve,
  seed,
  behaviour,
  host = '127.0.0.1',
  port = 0,
  clock = systemClock,
  ledger = createLedger(),
}: ServicesOptions): Promise<Services> => {
  // The server has sent a chunk before it asks for the next, so chunks can be used again.
  const chunks = recycledChunks(chunkBytes);
  const { respond, warmUp } = openServices({
    serve: atOrigin(serve),
    seed,
    behaviour,
    ledger,
    clock,
    chunks,
  });
  warmUp();
  const server = createServer(
    { maxHeaderSize, requestTimeout: 0, keepAliveTimeout: 0 },
    (request, response) => {
      void exchange(respond, request, response);
    },
  );
  await listen(server, host, port);
  return {
    url: urlOf(server.address() as AddressInfo),
    pid: process.pid,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (thrown) => reject(listenError(thrown, host, port)));
    server.listen(port, host, resolve);
  });

const listenError = (thrown: NodeJS.ErrnoException, host: string, port: number): unknown => {
  switch (thrown.code) {
    case 'EADDRINUSE':
      return new UserError(`port ${port} of ${host} is taken by another process`, {
        advice: 'Choose another one, or leave the port out: any free one will be found.',
        cause: thrown,
      });
    case 'EACCES':
      return new UserError(`port ${port} of ${host} may not be used by this account`, {
        advice: 'Choose one from 1024, or leave the port out: any free one will be found.',
        cause: thrown,
      });
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new UserError(`cannot listen on the host "${host}": ${messageOf(thrown)}`, {
        advice: 'It must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.',
        cause: thrown,
      });
    default:
      return thrown;
  }
};

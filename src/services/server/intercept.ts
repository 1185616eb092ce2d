import { type SetupServer, setupServer } from 'msw/node';
import { createHandlers, type ServicesContext } from './handlers.ts';

/**
 * The services inside this process: once its `listen` is called, `fetch` and `node:http` get their answers for any host.
 * undici's own `request` is not intercepted: it needs a server (`startServices`).
 */
export const interceptServices = (context: ServicesContext): SetupServer =>
  setupServer(...createHandlers(context));

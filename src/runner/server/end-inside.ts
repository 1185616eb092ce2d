import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { RunningServer } from '../processes/server.ts';

/** Long enough for whatever a server does when it is to end. */
const patienceMs = 30_000;

/**
 * Has a server's processes end by themselves, as process.exit ends one, and waits for that; so each writes what was read inside. The
 * one that was started comes last: what it leaves behind when it ends is ended with it.
 */
export const endInside = async (folder: string, { pid }: RunningServer): Promise<void> => {
  const first = `${pid}.sock`;
  const sockets = (await readdir(folder)).filter((name) => name.endsWith('.sock'));
  await Promise.all(sockets.filter((name) => name !== first).map((name) => end(path.join(folder, name))));
  if (sockets.includes(first)) await end(path.join(folder, first));
};

/** One that does not hear it is ended by who has started it, and has then read nothing. */
const end = async (socket: string): Promise<void> => {
  const connection = net.connect(socket);
  connection.on('error', () => {});
  connection.write('end\n');
  await once(connection, 'close', { signal: AbortSignal.timeout(patienceMs) }).catch(() => {});
  connection.destroy();
};

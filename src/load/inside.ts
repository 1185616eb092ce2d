import { readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** What a process answers to the line `alive`, as JSON in a line: bytes. */
interface Alive {
  readonly heap: number;
  readonly external: number;
}

const tries = 8;
const everyMs = 20;
/** Bytes, and a share of all: as far as two readings in a row may differ. */
const alike = { bytes: 2048, share: 0.0002 };

/**
 * What is alive in all processes that answer in a folder, together, when two readings in a row say the same, or the last of eight:
 * closed connections and what they held go in the turns of the event loop that come next. Null where none answers.
 */
export const settledAlive = async (folder: string): Promise<number | null> => {
  let last: number | null = null;
  for (let i = 0; i < tries; i++) {
    const now = await aliveIn(folder);
    if (now === null) return null;
    const isSteady =
      last !== null && Math.abs(now - last) <= Math.max(alike.bytes, alike.share * Math.max(now, last));
    last = now;
    if (isSteady) break;
    await setTimeout(everyMs);
  }
  return last;
};

const aliveIn = async (folder: string): Promise<number | null> => {
  const sockets = socketsIn(folder);
  const answers = await Promise.all(sockets.map((socket) => answerOf(socket, 'alive')));
  const told = answers.flatMap((line) => (line === null ? [] : [JSON.parse(line) as Alive]));
  return told.length === 0 ? null : told.reduce((sum, { heap, external }) => sum + heap + external, 0);
};

const socketsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sock'))
    .map((name) => path.join(folder, name));

/** The line that comes back; null from a process that has ended. It takes as long as the server keeps its thread to itself. */
const answerOf = (socket: string, line: string): Promise<string | null> =>
  new Promise((resolve) => {
    const connection = net.connect(socket);
    connection.once('error', () => resolve(null)).once('close', () => resolve(null));
    createInterface({ input: connection })
      // readline hands an error of its input on.
      .on('error', () => resolve(null))
      .once('line', (answer) => {
        resolve(answer);
        connection.destroy();
      });
    connection.write(`${line}\n`);
  });

import net from 'node:net';
import type { MemoryReading } from '../../record/messages/subject-report.ts';
import { readMemory } from '../probes/heap-probe.ts';

/** What a process answers to the line `alive`, as JSON in a line. */
interface AliveAnswer extends MemoryReading {
  /** Resident memory now, bytes. */
  readonly resident: number;
}

/**
 * Answers whoever connects to a socket, for programs that do not end by themselves: to `alive` with what is alive after two full
 * collections, of which the second gives back what the first has only marked; to `end` by ending the process as process.exit does,
 * so that its reading is written. It keeps no process alive.
 */
export const answerAt = (socket: string, collect: () => void): void => {
  const alive = async (): Promise<AliveAnswer> => {
    for (let i = 0; i < 2; i++) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { ...readMemory(), resident: process.memoryUsage.rss() };
  };
  const answer = async (connection: net.Socket, line: string): Promise<void> => {
    if (line === 'alive') connection.write(`${JSON.stringify(await alive())}\n`);
    if (line === 'end') process.exit(0);
  };
  net
    .createServer((connection) => {
      connection.unref();
      // Whoever asked has gone: there is nobody to tell.
      connection.on('error', () => connection.destroy());
      let text = '';
      connection.setEncoding('utf8').on('data', (piece: string) => {
        const lines = (text + piece).split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) void answer(connection, line);
      });
    })
    // Without the socket nobody can ask, and the harness says so.
    .on('error', () => {})
    // In a worker of a cluster the primary would listen in its place.
    .listen({ path: socket, exclusive: true })
    .unref();
};

import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { readWhole } from '../../src/subject/probes/whole-reads.ts';

/** What a client reads of so many bytes that are written at once. */
const readOf = async (length: number): Promise<Buffer[]> => {
  const server = net.createServer((socket) => socket.end(Buffer.alloc(length, 'x')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const pieces: Buffer[] = [];
  for await (const piece of net.connect(port, '127.0.0.1')) pieces.push(piece);
  server.close();
  return pieces;
};

test('a piece that does not fill what it was read into has memory of its own size', async () => {
  const stop = readWhole();
  try {
    for (const length of [1_000, 50_000, 65_000]) {
      const pieces = await readOf(length);
      expect(Buffer.concat(pieces).equals(Buffer.alloc(length, 'x'))).toBe(true);
      expect(pieces.map(({ buffer }) => buffer.byteLength)).toEqual(pieces.map((piece) => piece.length));
    }
  } finally {
    stop();
  }
});

test('what is pushed out of somebody else’s pool stays where it is', () => {
  const stop = readWhole();
  try {
    const pool = Buffer.allocUnsafeSlow(1_000);
    const socket = new net.Socket();
    socket.push(pool.subarray(0, 100));
    socket.push(pool.subarray(200, 900));
    expect(pool.buffer.detached).toBe(false);
    socket.destroy();
  } finally {
    stop();
  }
});

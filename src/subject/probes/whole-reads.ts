import net from 'node:net';

/**
 * Node reads from a socket into 64 KB, and keeps all 64 KB for a piece of 48 KB or more (26.10; a smaller one it copies).
 * How full a read is depends on who of the two processes was waiting for the other: whoever holds what arrived held 2.1 MB
 * more of 17.9 on a busy machine. Here each piece is given memory of its own size, so that a body weighs what it has bytes.
 *
 * @returns how to stop
 */
export const readWhole = (): (() => void) => {
  const { prototype } = net.Socket;
  const push = Object.getOwnPropertyDescriptor(prototype, 'push');
  const { push: inherited } = prototype;
  prototype.push = function (this: net.Socket, chunk: unknown, encoding?: BufferEncoding) {
    return inherited.call(this, isPartlyFilled(chunk) ? moved(chunk) : chunk, encoding);
  };
  return () => {
    if (push === undefined) Reflect.deleteProperty(prototype, 'push');
    else Object.defineProperty(prototype, 'push', push);
  };
};

/** A piece of another size is one that Node has copied, or somebody else's part of a pool. */
const isPartlyFilled = (chunk: unknown): chunk is Uint8Array<ArrayBuffer> =>
  chunk instanceof Uint8Array &&
  chunk.byteOffset === 0 &&
  chunk.length < chunk.buffer.byteLength &&
  chunk.length > chunk.buffer.byteLength / 2;

/**
 * Moved, not copied: the frames that hand the piece on hold it until all that it sets off is done. Node 20, which a program may
 * run on, can only copy.
 */
const moved = (chunk: Uint8Array<ArrayBuffer>): Buffer =>
  'transfer' in chunk.buffer ? Buffer.from(chunk.buffer.transfer(chunk.length)) : Buffer.from(chunk);

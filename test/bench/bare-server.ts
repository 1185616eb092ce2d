/** `bare-server.ts BYTES`: answers every request with so many bytes out of one constant buffer. */
import { createServer } from 'node:http';
import { announce } from './processes.ts';

const bytes = Number(process.argv[2]);
const chunk = Buffer.alloc(256 * 1024, 'x');

announce(
  createServer((_request, response) => {
    let left = bytes;
    const send = (): void => {
      while (left > 0) {
        const piece = left >= chunk.length ? chunk : chunk.subarray(0, left);
        left -= piece.length;
        if (!response.write(piece) && left > 0) {
          response.once('drain', send);
          return;
        }
      }
      response.end();
    };
    send();
  }),
);

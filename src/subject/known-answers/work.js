/**
 * Work that is done alike as a strategy (`same-work.ts`) and as a program (`program.js`). JavaScript: a program's process would strip
 * types, which needs more memory than what is compared.
 *
 * @type {Readonly<Record<string, (bytes: number) => unknown>>}
 */
const kinds = {
  nothing: () => null,
  buffers: (bytes) => Array.from({ length: 16 }, () => Buffer.alloc(Math.round(bytes / 16), 1)),
  objects: (bytes) => {
    let last = null;
    for (let held = 0; held < bytes; held += 56) last = { a: 1, b: 2, c: 3, next: last };
    return last;
  },
  // As many bytes of text as are held of objects, all at once.
  parsed: (bytes) =>
    JSON.parse(
      `[${Array(Math.round(bytes / 26))
        .fill('{"a":1,"b":2,"c":"three"}')
        .join(',')}]`,
    ),
  // What is let go before the end, and is the peak.
  passing: (bytes) => Buffer.concat([Buffer.alloc(bytes / 2, 1), Buffer.alloc(8)]).length,
};

/**
 * Holds the result over some turns of the event loop.
 * @param {string} kind
 * @param {number} bytes
 */
export const work = async (kind, bytes) => {
  const make = kinds[kind];
  if (make === undefined) throw new Error(`there is no kind ${kind} of work`);
  const held = make(bytes);
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  if (held === undefined) throw new Error('never: this keeps what is held alive until here');
};

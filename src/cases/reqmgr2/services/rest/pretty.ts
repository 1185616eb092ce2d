import type { DocumentWriter } from '../../workload/workload.ts';

/** Spaces a level, as in Python's json.dumps(…, indent=2). */
const step = 2;

/**
 * Writes documents as Python does with an indentation, inside so many levels. Made from the bytes without one, a document
 * at a time: this form is for people, and nothing of it is kept.
 */
export const prettyWriter = (plain: DocumentWriter, level: number): DocumentWriter => {
  let source = Buffer.allocUnsafeSlow(64 * 1024);
  const read = (index: number): Buffer => {
    const bytes = plain.sizeAt(index);
    if (bytes > source.length) source = Buffer.allocUnsafeSlow(2 * bytes);
    plain.write(index, source, 0);
    return source.subarray(0, bytes);
  };
  return {
    sizeAt: (index) => indent(read(index), level, null, 0),
    write: (index, target, offset) => indent(read(index), level, target, offset),
  };
};

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma, newline, space] = [code('"'), code('\\'), code(','), code('\n'), code(' ')];
const openers: ReadonlySet<number> = new Set([code('{'), code('[')]);
const closers: ReadonlySet<number> = new Set([code('}'), code(']')]);

/** Copies JSON as Python writes it in one line, with line ends and indentation. To nowhere, it counts. Returns the offset behind it. */
const indent = (json: Buffer, level: number, target: Buffer | null, offset: number): number => {
  let at = offset;
  let depth = level;
  const put = (byte: number): void => {
    if (target !== null) target[at] = byte;
    at += 1;
  };
  const breakLine = (): void => {
    put(newline);
    target?.fill(space, at, at + step * depth);
    at += step * depth;
  };
  for (let i = 0; i < json.length; i++) {
    const byte = json[i] as number;
    if (byte === quote) {
      const end = endOfString(json, i);
      if (target !== null) json.copy(target, at, i, end);
      at += end - i;
      i = end - 1;
    } else if (openers.has(byte)) {
      put(byte);
      if (closers.has(json[i + 1] as number)) put(json[++i] as number);
      else {
        depth += 1;
        breakLine();
      }
    } else if (closers.has(byte)) {
      depth -= 1;
      breakLine();
      put(byte);
    } else {
      put(byte);
      if (byte === comma) {
        breakLine();
        i += 1;
      }
    }
  }
  return at;
};

/** Behind the quote that ends the string which begins here. */
const endOfString = (json: Buffer, start: number): number => {
  let i = start + 1;
  while (json[i] !== quote) i += json[i] === backslash ? 2 : 1;
  return i + 1;
};

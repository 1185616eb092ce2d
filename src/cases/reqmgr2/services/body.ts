import type { ChunkSource } from '../../../services/delivery/chunk-source.ts';
import type { DocumentWriter } from '../workload/workload.ts';

/** One item of a body: text, then the document with this index if there is one, then text. */
export interface Item {
  readonly before: string;
  readonly index?: number;
  readonly after?: string;
}

/** The text around the items of a body. `first` and `last` stand only where there is an item between them. */
export interface Frame {
  readonly head: string;
  readonly first: string;
  readonly separator: string;
  readonly last: string;
  readonly tail: string;
}

/** A body that is described and not yet made. The items are walked anew each time it is measured or written. */
export interface Body {
  readonly frame: Frame;
  readonly items: Iterable<Item>;
  /** Writes the documents of the items that have an index. */
  readonly writer: DocumentWriter | null;
}

/** A body of this text alone. */
export const textBody = (text: string): Body => ({
  frame: { head: text, first: '', separator: '', last: '', tail: '' },
  items: [],
  writer: null,
});

/** What a generator yields, as often as it is asked for. */
export const repeatable = <T>(generate: () => Iterator<T>): Iterable<T> => ({ [Symbol.iterator]: generate });

/** Documents and bytes of a body, without making it; those of its first items if they have more bytes than `upTo`. */
export const measureBody = (
  { frame, items, writer }: Body,
  upTo = Number.POSITIVE_INFINITY,
): { items: number; bytes: number } => {
  let documents = 0;
  let count = 0;
  let bytes = Buffer.byteLength(frame.head) + Buffer.byteLength(frame.tail);
  for (const item of items) {
    count += 1;
    if (item.index !== undefined) documents += 1;
    bytes += itemBytes(item, writer);
    if (bytes > upTo) break;
  }
  if (count > 0) bytes += frame.first.length + (count - 1) * frame.separator.length + frame.last.length;
  return { items: documents, bytes };
};

/** Half of the items, at least one if there is any, and no end. */
export const firstHalfOf = (body: Body): Body => {
  let count = 0;
  for (const _ of body.items) count += 1;
  const kept = Math.ceil(count / 2);
  return {
    ...body,
    frame: { ...body.frame, last: '', tail: '' },
    items: repeatable(function* () {
      let n = 0;
      for (const item of body.items) {
        if (n === kept) return;
        n += 1;
        yield item;
      }
    }),
  };
};

const itemBytes = ({ before, index, after }: Item, writer: DocumentWriter | null): number =>
  Buffer.byteLength(before) +
  (index === undefined || writer === null ? 0 : writer.sizeAt(index)) +
  (after === undefined ? 0 : after.length);

/**
 * The bytes of a body, a chunk at a time. Small items share a chunk; an item longer than a chunk gets one of its own.
 * A chunk is given back to its source when the next one is asked for, or when the walk ends.
 */
export function* renderBody({ frame, items, writer }: Body, source: ChunkSource): Generator<Buffer, void> {
  let chunk = source.take(0);
  try {
    let used = chunk.write(frame.head, 0);
    let between = frame.first;
    let isEmpty = true;
    for (const item of items) {
      const needed = between.length + itemBytes(item, writer);
      if (used + needed > chunk.length) {
        yield chunk.subarray(0, used);
        source.giveBack(chunk);
        chunk = source.take(needed);
        used = 0;
      }
      used += chunk.write(between, used, 'latin1');
      used = writeItem(item, writer, chunk, used);
      between = frame.separator;
      isEmpty = false;
    }
    const end = isEmpty ? frame.tail : frame.last + frame.tail;
    if (used + end.length > chunk.length) {
      yield chunk.subarray(0, used);
      source.giveBack(chunk);
      chunk = source.take(end.length);
      used = 0;
    }
    used += chunk.write(end, used, 'latin1');
    yield chunk.subarray(0, used);
  } finally {
    source.giveBack(chunk);
  }
}

const writeItem = (
  { before, index, after }: Item,
  writer: DocumentWriter | null,
  target: Buffer,
  offset: number,
): number => {
  let end = offset + target.write(before, offset);
  if (index !== undefined && writer !== null) end = writer.write(index, target, end);
  return after === undefined ? end : end + target.write(after, end, 'latin1');
};

import { createScanner } from '../../../../subject/client/cutting/scanner.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../../subject/json.ts';

/** An object of a dump that holds no other documents: a document, or a row with one. */
export interface DumpItem {
  readonly value: JsonObject;
  /** Where it begins; to be asked before the next item. */
  readonly place: () => DumpPlace;
}

/** Counts from 1; columns in bytes. */
export interface DumpPlace {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a dump's text. Never with what it says: a dump is somebody's own. */
export class DumpError extends Error {
  override readonly name = 'DumpError';
  readonly at: DumpPlace;
  readonly advice: string | undefined;

  constructor(message: string, at: DumpPlace, advice?: string) {
    super(message);
    this.at = at;
    this.advice = advice;
  }
}

export interface DumpCutter {
  /** The items that end in this piece. @throws DumpError */
  readonly cut: (piece: Buffer) => Generator<DumpItem, void>;
  /** @throws DumpError for a dump that does not end here */
  readonly end: () => void;
}

/** What documents stand in: a list, the members of an object, or (the file itself) one value after the other. */
interface Frame {
  readonly kind: 'file' | 'list' | 'members';
  /** What may come next. */
  expects: 'first' | 'next' | 'comma';
}

/** Keys of what answers stand in. A document begins with none of them. */
const envelopeKeys = new Set([
  ...['result', 'rows', 'docs', 'results'],
  ...['total_rows', 'offset', 'update_seq', 'bookmark', 'pending'],
]);

/** No request document is nearly as long. */
const longestItem = 256 * 2 ** 20;

const code = (character: string): number => character.charCodeAt(0);
const [openBrace, closeBrace, openBracket, closeBracket] = [...'{}[]'].map(code) as [
  number,
  number,
  number,
  number,
];
const [quote, comma, colon] = [...'",:'].map(code) as [number, number, number];
const lineFeed = 0x0a;
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === lineFeed || byte === 0x0d || byte === 0x09;

/** Raised where a token may go on in the next piece. */
const needsMore = Symbol('needs more');

/**
 * Takes the documents out of a dump of any form in which they come: ReqMgr2's answers, CouchDB's rows, a document, a list of
 * them, one after the other, with any whitespace. It holds the bytes of one item.
 */
export const createDumpCutter = (): DumpCutter => {
  let held: Buffer = Buffer.alloc(0);
  let at = 0;
  /** Of the first held byte. */
  let start: DumpPlace = { line: 1, column: 1 };
  let items = 0;
  const frames: Frame[] = [{ kind: 'file', expects: 'first' }];
  const top = (): Frame => frames.at(-1) as Frame;

  const placeOf = (offset: number): DumpPlace => {
    let { line, column } = start;
    let from = 0;
    for (let feed = held.indexOf(lineFeed); feed >= 0 && feed < offset; feed = held.indexOf(lineFeed, from)) {
      line += 1;
      column = 1;
      from = feed + 1;
    }
    return { line, column: column + offset - from };
  };

  const wrong = (message: string, offset: number, advice?: string): DumpError =>
    new DumpError(message, placeOf(offset), advice);

  const behindSpace = (from: number): number => {
    let offset = from;
    while (isSpace(held[offset])) offset += 1;
    if (offset === held.length) throw needsMore;
    return offset;
  };

  const behindValue = (from: number): number => {
    const end = createScanner().scan(held, from);
    if (end < 0) throw needsMore;
    return end;
  };

  const parsed = (from: number, end: number): JsonValue => {
    const text = held.toString('utf8', from, end);
    try {
      return JSON.parse(text) as JsonValue;
    } catch (thrown) {
      const position = Number(/at position (\d+)/.exec((thrown as Error).message)?.[1] ?? 0);
      throw wrong(
        `document ${items + 1} is not JSON`,
        from + Buffer.byteLength(text.slice(0, position)),
        'Is the file whole, and as the service sent it?',
      );
    }
  };

  /** A key, and the offset of its value. */
  const keyAt = (from: number): { readonly key: string; readonly value: number } => {
    if (held[from] !== quote) throw wrong('this is not JSON: expected a key in quotes', from);
    const end = behindValue(from);
    const key = String(parsed(from, end));
    const behind = behindSpace(end);
    if (held[behind] !== colon) throw wrong('this is not JSON: expected a colon behind a key', behind);
    return { key, value: behindSpace(behind + 1) };
  };

  /** Whether documents stand in this object, or it is one or a row of one: its first member tells. */
  const holdsDocuments = (from: number): boolean => {
    const first = behindSpace(from + 1);
    if (held[first] === closeBrace) return true;
    const { key, value } = keyAt(first);
    if (envelopeKeys.has(key)) return true;
    if (held[value] !== openBrace || key === 'doc') return false;
    const member = parsed(value, behindValue(value));
    return isObject(member) && ('RequestName' in member || 'RequestStatus' in member);
  };

  const enter = (kind: Frame['kind'], from: number): null => {
    frames.push({ kind, expects: 'first' });
    at = from + 1;
    return null;
  };

  const leave = (): null => {
    frames.pop();
    top().expects = 'comma';
    at += 1;
    return null;
  };

  const valueAt = (from: number): DumpItem | null => {
    const byte = held[from];
    if (byte === openBracket) return enter('list', from);
    if (byte === openBrace) {
      if (holdsDocuments(from)) return enter('members', from);
      const end = behindValue(from);
      const value = parsed(from, end) as JsonObject;
      const item = { value, place: () => placeOf(from) };
      items += 1;
      at = end;
      top().expects = 'comma';
      return item;
    }
    if (top().kind !== 'members') throw notDocuments(from);
    at = byte === quote ? behindValue(from) : behindScalar(from);
    top().expects = 'comma';
    return null;
  };

  const behindScalar = (from: number): number => {
    let offset = from;
    while (/[\w.+-]/.test(String.fromCharCode(held[offset] ?? 0))) offset += 1;
    if (offset === held.length) throw needsMore;
    if (offset === from) throw wrong('this is not JSON: expected a value', from);
    return offset;
  };

  const notDocuments = (from: number): DumpError => {
    const byte = String.fromCharCode(held[from] as number);
    if (byte === '"' && top().kind === 'list') {
      const advice = 'Ask for the documents: without detail=False, or with include_docs=true.';
      return wrong('a list of names or other texts, not of request documents', from, advice);
    }
    if (byte === '<') {
      const advice = 'Ask for /reqmgr2/data/request with Accept: application/json.';
      return wrong('this is a page of HTML or XML, not JSON', from, advice);
    }
    return wrong('this is not JSON: expected request documents, which begin with { or [', from);
  };

  /** One step further. @returns an item that it came upon, null for none */
  const step = (): DumpItem | null => {
    at = behindSpace(at);
    const frame = top();
    const byte = held[at];
    if (frame.kind === 'file') return valueAt(at);
    const closing = frame.kind === 'list' ? closeBracket : closeBrace;
    if (byte === closing && frame.expects !== 'next') return leave();
    if (frame.expects === 'comma') {
      if (byte !== comma) throw wrong('this is not JSON: expected a comma or an end', at);
      frame.expects = 'next';
      at += 1;
      return null;
    }
    return valueAt(frame.kind === 'list' ? at : keyAt(at).value);
  };

  function* cut(piece: Buffer): Generator<DumpItem, void> {
    start = placeOf(at);
    held = at === held.length ? piece : Buffer.concat([held.subarray(at), piece]);
    at = 0;
    for (;;) {
      let item: DumpItem | null;
      try {
        item = step();
      } catch (thrown) {
        if (thrown !== needsMore) throw thrown;
        break;
      }
      if (item !== null) yield item;
    }
    if (held.length - at > longestItem) throw wrong('no document ends within 256 MiB', at);
  }

  return {
    cut,
    end: () => {
      const rest = held.subarray(at);
      if (frames.length === 1 && rest.every(isSpace)) return;
      const advice = 'Is the file whole? A download that broke off ends like this.';
      throw wrong(
        `cut short: the file ends behind document ${items}, inside another or an answer`,
        at,
        advice,
      );
    },
  };
};

import { createCarry } from '../../../subject/client/cutting/carry.ts';
import { type Cut, CutError, excerpt, parseItem } from '../../../subject/client/cutting/cutter.ts';
import { createScanner } from '../../../subject/client/cutting/scanner.ts';
import type { JsonValue } from '../../../subject/json.ts';

type Place =
  | 'start'
  | 'key'
  | 'keyEnd'
  | 'list'
  | 'firstItem'
  | 'firstName'
  | 'nextName'
  | 'nameEnd'
  | 'document'
  | 'documentEnd'
  | 'itemEnd'
  | 'listEnd'
  | 'end';

interface Step {
  readonly to: Place;
  /** The byte opens a value, which is taken whole. */
  readonly takes?: 'key' | 'name' | 'document';
}

/** Outside of names and documents: what may stand at a place, and where it leads. */
const grammar: Readonly<Record<Place, ReadonlyMap<string, Step>>> = {
  start: new Map([['{', { to: 'key' }]]),
  key: new Map([['"', { to: 'keyEnd', takes: 'key' }]]),
  keyEnd: new Map([[':', { to: 'list' }]]),
  list: new Map([['[', { to: 'firstItem' }]]),
  firstItem: new Map([
    ['{', { to: 'firstName' }],
    [']', { to: 'listEnd' }],
  ]),
  firstName: new Map<string, Step>([
    ['"', { to: 'nameEnd', takes: 'name' }],
    ['}', { to: 'itemEnd' }],
  ]),
  nextName: new Map([['"', { to: 'nameEnd', takes: 'name' }]]),
  nameEnd: new Map([[':', { to: 'document' }]]),
  document: new Map([['{', { to: 'documentEnd', takes: 'document' }]]),
  documentEnd: new Map([
    [',', { to: 'nextName' }],
    ['}', { to: 'itemEnd' }],
  ]),
  itemEnd: new Map([[']', { to: 'listEnd' }]]),
  listEnd: new Map([['}', { to: 'end' }]]),
  end: new Map(),
};

const expectedAt = (place: Place): string =>
  place === 'end' ? 'nothing more' : [...grammar[place].keys()].join(' or ');

const whitespace = new Set([' ', '\t', '\r', '\n']);

/**
 * The documents of `{"result": [{NAME: document, …}]}`, ReqMgr2's default answer, all of it on one line: each document
 * is cut at its closing brace and parsed alone. Whitespace may stand wherever JSON allows it. A name that comes twice
 * yields both documents, since telling would take all names in memory; JSON.parse of the whole would keep the last.
 *
 * Documents begin alike, and to look for where the next one begins takes a fraction of the time that looking at every byte
 * takes. What is cut so is a guess until it is parsed: no proper beginning of a JSON object is JSON itself.
 */
export const cutRestMembers: Cut = () => {
  const carry = createCarry();
  const scanner = createScanner();
  let place: Place = 'start';
  /** The step whose value is being taken; null between values. */
  let taking: Step | null = null;
  /** Nothing of that value has been scanned. */
  let isUnscanned = true;
  /** How documents begin; null before the first one, and once a guess was wrong. */
  let opening: Buffer | null = null;
  let documents = 0;
  let bytesBefore = 0;

  /** Walks to the next value. Returns its offset, or the piece's length if none begins in this piece. */
  const walk = (piece: Buffer, from: number): number => {
    for (let at = from; at < piece.length; at++) {
      const byte = String.fromCharCode(piece[at] as number);
      if (whitespace.has(byte)) continue;
      const step = grammar[place].get(byte);
      if (step === undefined) {
        const found = excerpt(piece.toString('latin1', at, at + 16));
        throw new CutError(
          `expected ${expectedAt(place)} at byte ${bytesBefore + at}, behind document ${documents}, found ${found}`,
        );
      }
      place = step.to;
      if (step.takes !== undefined) {
        taking = step;
        isUnscanned = true;
        return at;
      }
    }
    return piece.length;
  };

  /** The document that ends before the next one begins; null where it must be scanned, or nothing can be guessed. */
  const guess = (piece: Buffer, at: number, isBegun: boolean): Guess | 'goes on' | null => {
    if (opening === null || taking?.takes !== 'document' || !isUnscanned) return null;
    const next = piece.indexOf(opening, isBegun ? at : at + 1);
    if (next < 0) return mayEndIn(piece, opening) ? null : 'goes on';
    const end = piece.lastIndexOf('}', next) + 1;
    if (end <= at) return null;
    try {
      return { end, value: JSON.parse(carry.textWith(piece, at, end)) as JsonValue };
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError)) throw thrown;
      opening = null;
      return null;
    }
  };

  function* cut(piece: Buffer): Generator<JsonValue, void> {
    const isBegun = taking !== null && isUnscanned;
    let guessed = isBegun ? guess(piece, 0, true) : null;
    if (isBegun && guessed === null) {
      // From its beginning, which is held. It may even end there.
      const held = carry.takeBytes();
      bytesBefore -= held.length;
      isUnscanned = false;
      yield* cut(held);
      yield* cut(piece);
      return;
    }
    for (let at = 0; ; ) {
      if (taking === null) at = walk(piece, at);
      if (taking === null) break;
      guessed ??= guess(piece, at, false);
      if (guessed === 'goes on') {
        carry.hold(piece, at, piece.length);
        break;
      }
      const end = guessed?.end ?? scanOn(piece, at);
      if (end < 0) {
        carry.hold(piece, at, piece.length);
        break;
      }
      const { takes }: Step = taking;
      const value = guessed?.value ?? parsed(takes, carry.take(piece, at, end));
      if (guessed !== null) carry.drop();
      guessed = null;
      taking = null;
      at = end;
      if (takes === 'document') {
        documents += 1;
        yield value;
      } else if (takes === 'key' && value !== 'result') {
        throw new CutError(`expected the key "result" at the start, found ${excerpt(String(value))}`);
      }
    }
    bytesBefore += piece.length;
  }

  const scanOn = (piece: Buffer, at: number): number => {
    isUnscanned = false;
    return scanner.scan(piece, at);
  };

  const parsed = (takes: Step['takes'], text: string): JsonValue => {
    if (takes !== 'document') return parseItem(text, `the key before document ${documents + 1}`);
    // Up to the end of its first key.
    if (documents === 0) opening = Buffer.from(text.slice(0, text.indexOf('"', text.indexOf('"') + 1) + 1));
    return parseItem(text, `document ${documents + 1}`);
  };

  return {
    cut,
    end: () => {
      if (place === 'end' && taking === null) return;
      const inside = taking === null ? `before ${expectedAt(place)}` : `inside a ${taking.takes}`;
      throw new CutError(`cut short ${inside} at byte ${bytesBefore}, behind document ${documents}`);
    },
  };
};

interface Guess {
  readonly end: number;
  readonly value: JsonValue;
}

/** Smaller pieces are scanned: what is looked for must fit in one. */
const smallestPiece = 4096;

/** Whether a document without a next one in this piece may end in it: the last one of a body, or one that ends where the piece does. */
const mayEndIn = (piece: Buffer, opening: Buffer): boolean => {
  if (piece.length < smallestPiece) return true;
  let last = piece.length - 1;
  while (last > 0 && whitespace.has(String.fromCharCode(piece[last] as number))) last -= 1;
  return (
    piece[last] === closingBrace || piece.indexOf(opening.subarray(0, 1), piece.length - opening.length) >= 0
  );
};

const closingBrace = 0x7d;

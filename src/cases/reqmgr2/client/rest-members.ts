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
 */
export const cutRestMembers: Cut = () => {
  const carry = createCarry();
  const scanner = createScanner();
  let place: Place = 'start';
  /** The step whose value is being scanned; null between values. */
  let taking: Step | null = null;
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
        return at;
      }
    }
    return piece.length;
  };

  function* cut(piece: Buffer): Generator<JsonValue, void> {
    for (let at = 0; ; ) {
      if (taking === null) at = walk(piece, at);
      if (taking === null) break;
      const end = scanner.scan(piece, at);
      if (end < 0) {
        carry.hold(piece, at, piece.length);
        break;
      }
      const { takes } = taking;
      taking = null;
      const value = parseItem(
        carry.take(piece, at, end),
        takes === 'document' ? `document ${documents + 1}` : `the key before document ${documents + 1}`,
      );
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

  return {
    cut,
    end: () => {
      if (place === 'end' && taking === null) return;
      const inside = taking === null ? `before ${expectedAt(place)}` : `inside a ${taking.takes}`;
      throw new CutError(`cut short ${inside} at byte ${bytesBefore}, behind document ${documents}`);
    },
  };
};

import { createCarry } from '../../../subject/client/cutting/carry.ts';
import { type Cut, CutError, excerpt, parseItem } from '../../../subject/client/cutting/cutter.ts';
import { createScanner } from '../../../subject/client/cutting/scanner.ts';
import type { JsonValue } from '../../../subject/json.ts';

type Place = 'start' | 'first' | 'separator' | 'next' | 'end';

/** Outside of strings: what may stand at a place, and where it leads; to `text` where a string begins. */
const grammar: Readonly<Record<Place, Readonly<Record<string, Place | 'text'>>>> = {
  start: { '[': 'first' },
  first: { '"': 'text', ']': 'end' },
  separator: { ',': 'next', ']': 'end' },
  next: { '"': 'text' },
  end: {},
};

const expectedAt = (place: Place): string => Object.keys(grammar[place]).join(' or ') || 'nothing more';

const whitespace = ' \t\r\n';

/** The strings of a JSON list of strings, each cut at its closing quote and parsed alone. */
export const cutList: Cut = () => {
  const carry = createCarry();
  const scanner = createScanner();
  let place: Place = 'start';
  let isInText = false;
  let items = 0;

  /** Walks to the next string. Returns its offset, or the piece's length if none begins in this piece. */
  const walk = (piece: Buffer, from: number): number => {
    for (let at = from; at < piece.length; at++) {
      const character = String.fromCharCode(piece[at] as number);
      if (whitespace.includes(character)) continue;
      const to = grammar[place][character];
      if (to === undefined) {
        const found = excerpt(piece.toString('latin1', at, at + 16));
        throw new CutError(`expected ${expectedAt(place)} behind item ${items}, found ${found}`);
      }
      if (to === 'text') {
        isInText = true;
        return at;
      }
      place = to;
    }
    return piece.length;
  };

  return {
    cut: function* (piece): Generator<JsonValue, void> {
      for (let at = isInText ? 0 : walk(piece, 0); isInText; at = walk(piece, at)) {
        const end = scanner.scan(piece, at);
        if (end < 0) {
          carry.hold(piece, at, piece.length);
          return;
        }
        items += 1;
        isInText = false;
        place = 'separator';
        yield parseItem(carry.take(piece, at, end), `item ${items}`);
        at = end;
      }
    },
    end: () => {
      if (place === 'end') return;
      const where = isInText
        ? `inside item ${items + 1}`
        : `before ${expectedAt(place)} behind item ${items}`;
      throw new CutError(`cut short ${where}`);
    },
  };
};

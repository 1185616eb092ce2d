import { bitsAt } from '../../../../units/random.ts';
import { type JsonStyle, jsonText, type Shape } from './json-text.ts';
import { type SlotKind, slotIdOf, type TextKind } from './slots.ts';

/**
 * A shape compiled to bytes: constant stretches with slots of fixed width in them, and texts of varying length between
 * them. A document is written by copying the stretches and stamping the slots, which costs a fraction of building an
 * object and serialising it (`npm run bench` has both).
 */
export interface Template {
  readonly stretches: readonly Stretch[];
  /**
   * The slots of the stretches, one stretch after the other: how many tokens, hexes and numbers it has, then so many
   * entries of 1, 2 and 2 words. In one array, since a template is read once in a while: what lies apart is fetched apart.
   */
  readonly stamps: Uint32Array;
  /** Bytes of all stretches. */
  readonly size: number;
  /** How often each text stands in the document. */
  readonly texts: Readonly<Record<TextKind, number>>;
}

interface Stretch {
  readonly bytes: Uint8Array;
  /** What follows it; null at the end of the document. */
  readonly text: TextKind | null;
}

type StampKind = Exclude<SlotKind, { readonly type: 'text' }>;

interface Stamp {
  readonly kind: StampKind;
  /** In its stretch. */
  readonly offset: number;
  readonly id: number;
}

export const compileTemplate = (shape: Shape, slots: readonly SlotKind[], style: JsonStyle): Template => {
  const json = jsonText(shape, style);
  const texts = { name: 0, status: 0, prepId: 0, generation: 0, transitions: 0, remarks: 0, lumiList: 0 };
  const parts: string[] = [];
  const ends: { readonly at: number; readonly text: TextKind | null }[] = [];
  const words: number[] = [];
  let stamps: Stamp[] = [];
  let size = 0;
  let from = 0;
  const append = (part: string): void => {
    parts.push(part);
    size += Buffer.byteLength(part);
  };
  const close = (text: TextKind | null): void => {
    ends.push({ at: size, text });
    words.push(...wordsOf(stamps));
    stamps = [];
  };
  for (let at = 0; at < json.length; at++) {
    const id = slotIdOf(json, at);
    if (id < 0) continue;
    append(json.slice(from, at));
    from = at + 1;
    const kind = slots[id];
    if (kind === undefined) throw new RangeError(`the shape has a slot ${id} that was never made`);
    if (kind.type === 'text') {
      texts[kind.text] += 1;
      close(kind.text);
    } else {
      stamps.push({ kind, offset: size - (ends.at(-1)?.at ?? 0), id });
      append('0'.repeat(kind.width));
    }
  }
  append(json.slice(from));
  close(null);
  const bytes = new TextEncoder().encode(parts.join(''));
  return {
    stretches: ends.map(({ at, text }, i) => ({ bytes: bytes.subarray(ends[i - 1]?.at ?? 0, at), text })),
    stamps: Uint32Array.from(words),
    size,
    texts,
  };
};

const wordsOf = (stamps: readonly Stamp[]): number[] => {
  const of = (...types: readonly StampKind['type'][]) =>
    stamps.filter(({ kind }) => types.includes(kind.type));
  const tokens = of('token');
  const hexes = of('hex');
  // Numbers of one width follow one another, so that a processor foresees how long each loop will be.
  const numbers = of('digits', 'integer').sort((a, b) => a.kind.width - b.kind.width);
  return [
    ...[tokens.length, hexes.length, numbers.length],
    ...tokens.map(({ offset }) => offset),
    ...[...hexes, ...numbers].flatMap(({ kind, offset, id }) => [
      offset,
      (id << idShift) | (kind.width << 1) | (kind.type === 'integer' ? 1 : 0),
    ]),
  ];
};

/** Below it in a word: the width, and whether it is a JSON number. */
const idShift = 8;

/** What the slots of one document are filled with. */
export interface Filling {
  /** The document's random key. */
  readonly key: number;
  /** Unique within the workload; written as `tokenDigits` digits of base 36. */
  readonly token: number;
  /** Writes a text at an offset and returns the offset behind it. */
  readonly writeText: (text: TextKind, target: Buffer, offset: number) => number;
}

/** Digits of a token: it is below 36 to the power of this. */
export const tokenDigits = 6;

/** Writes the document into the target and returns the offset behind it. */
export const stampTemplate = (
  { stretches, stamps }: Template,
  { key, token, writeText }: Filling,
  target: Buffer,
  offset: number,
): number => {
  // Several bytes at a time.
  const view = new DataView(target.buffer, target.byteOffset, target.length);
  const pairs = Math.floor(token / 36 ** 2);
  const tokenStart =
    (base36Pairs[Math.floor(pairs / 36 ** 2)] as number) | ((base36Pairs[pairs % 36 ** 2] as number) << 16);
  const tokenEnd = base36Pairs[token % 36 ** 2] as number;
  let at = offset;
  let word = 0;
  for (let i = 0; i < stretches.length; i++) {
    const { bytes, text } = stretches[i] as Stretch;
    target.set(bytes, at);
    const tokens = word + 3;
    const hexes = tokens + (stamps[word] as number);
    const numbers = hexes + 2 * (stamps[word + 1] as number);
    const end = numbers + 2 * (stamps[word + 2] as number);
    for (word = tokens; word < hexes; word++) {
      const place = at + (stamps[word] as number);
      view.setUint32(place, tokenStart, true);
      view.setUint16(place + 4, tokenEnd, true);
    }
    for (; word < numbers; word += 2) {
      stampHex(view, at + (stamps[word] as number), stamps[word + 1] as number, key);
    }
    for (; word < end; word += 2) {
      stampNumber(view, at + (stamps[word] as number), stamps[word + 1] as number, key);
    }
    at += bytes.length;
    if (text !== null) at = writeText(text, target, at);
  }
  return at;
};

/** Two digits as they lie in memory, for every number that two digits of this base can say. */
const pairsOf = (base: number, first: 'high' | 'low'): Uint16Array =>
  Uint16Array.from({ length: base ** 2 }, (_, value) => {
    const high = Math.floor(value / base)
      .toString(base)
      .charCodeAt(0);
    const low = (value % base).toString(base).charCodeAt(0);
    return first === 'high' ? high | (low << 8) : low | (high << 8);
  });

const base36Pairs = pairsOf(36, 'high');
/** Random bits become digits from the lowest on. */
const hexPairs = pairsOf(16, 'low');

const stampHex = (view: DataView, start: number, word: number, key: number): void => {
  const id = word >>> idShift;
  const width = (word >>> 1) & 127;
  let bits = 0;
  for (let i = 0; i < width; i += 2) {
    if ((i & 7) === 0) bits = bitsAt(key ^ (i + 1), id);
    view.setUint16(start + i, hexPairs[bits & 255] as number, true);
    bits >>>= 8;
  }
};

/** A JSON number does not begin with 0. */
const stampNumber = (view: DataView, start: number, word: number, key: number): void => {
  let rest = bitsAt(key, word >>> idShift) >>> 0;
  for (let i = ((word >>> 1) & 127) - 1; i > 0; i--) {
    view.setUint8(start + i, 48 + (rest % 10));
    rest = (rest / 10) >>> 0;
  }
  view.setUint8(start, (word & 1) === 1 ? 49 + (rest % 9) : 48 + (rest % 10));
};

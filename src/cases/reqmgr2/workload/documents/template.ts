import { bitsAt } from '../../../../units/random.ts';
import { type JsonStyle, jsonText, type Shape } from './json-text.ts';
import { type SlotKind, slotIdOf, type TextKind } from './slots.ts';

/**
 * A shape compiled to bytes: constant stretches with slots of fixed width in them, cut where text of varying length
 * goes. A document is written by copying the stretches and stamping the slots, which costs a fraction of building an
 * object and serialising it (`npm run bench` has both).
 */
export interface Template {
  readonly bytes: Buffer;
  /** Where in `bytes` each text goes, ascending. */
  readonly cuts: readonly { readonly at: number; readonly text: TextKind }[];
  /** Slots of fixed width by ascending offset in `bytes`. */
  readonly stamps: Stamps;
}

interface Stamps {
  readonly offsets: Uint32Array;
  readonly widths: Uint8Array;
  readonly types: Uint8Array;
  readonly ids: Uint16Array;
}

const stampTypes = { hex: 0, digits: 1, integer: 2, token: 3 } as const;

export const compileTemplate = (shape: Shape, slots: readonly SlotKind[], style: JsonStyle): Template => {
  const text = jsonText(shape, style);
  const stretches: string[] = [];
  const cuts: { at: number; text: TextKind }[] = [];
  const stamps: { offset: number; width: number; type: number; id: number }[] = [];
  let offset = 0;
  let from = 0;
  const close = (to: number): void => {
    const stretch = text.slice(from, to);
    stretches.push(stretch);
    offset += Buffer.byteLength(stretch);
  };
  for (let at = 0; at < text.length; at++) {
    const id = slotIdOf(text, at);
    if (id < 0) continue;
    close(at);
    from = at + 1;
    const kind = slots[id];
    if (kind === undefined) throw new RangeError(`the shape has a slot ${id} that was never made`);
    if (kind.type === 'text') cuts.push({ at: offset, text: kind.text });
    else {
      stamps.push({ offset, width: kind.width, type: stampTypes[kind.type], id });
      stretches.push('0'.repeat(kind.width));
      offset += kind.width;
    }
  }
  close(text.length);
  return {
    bytes: Buffer.from(stretches.join('')),
    cuts,
    stamps: {
      offsets: Uint32Array.from(stamps, (stamp) => stamp.offset),
      widths: Uint8Array.from(stamps, (stamp) => stamp.width),
      types: Uint8Array.from(stamps, (stamp) => stamp.type),
      ids: Uint16Array.from(stamps, (stamp) => stamp.id),
    },
  };
};

/** What the slots of one document are filled with. */
export interface Filling {
  /** The document's random key. */
  readonly key: number;
  /** Six ASCII bytes, unique within the workload. */
  readonly token: Uint8Array;
  /** Writes a text at an offset and returns the offset behind it. */
  readonly writeText: (text: TextKind, target: Buffer, offset: number) => number;
}

/** Writes the document into the target and returns the offset behind it. */
export const stampTemplate = (
  template: Template,
  filling: Filling,
  target: Buffer,
  offset: number,
): number => {
  let at = offset;
  let from = 0;
  let stamp = 0;
  for (const cut of template.cuts) {
    stamp = writeStretch(template, filling, target, at, from, cut.at, stamp);
    at += cut.at - from;
    from = cut.at;
    at = filling.writeText(cut.text, target, at);
  }
  writeStretch(template, filling, target, at, from, template.bytes.length, stamp);
  return at + template.bytes.length - from;
};

/** Copies the stretch from … to and fills its stamps, the first of which is `stamp`; returns the next one. */
const writeStretch = (
  { bytes, stamps }: Template,
  { key, token }: Filling,
  target: Buffer,
  at: number,
  from: number,
  to: number,
  stamp: number,
): number => {
  bytes.copy(target, at, from, to);
  const { offsets, widths, types, ids } = stamps;
  const shift = at - from;
  let next = stamp;
  for (; next < offsets.length; next++) {
    const place = offsets[next] as number;
    if (place >= to) break;
    const width = widths[next] as number;
    const id = ids[next] as number;
    const type = types[next];
    if (type === stampTypes.hex) stampHex(target, place + shift, width, key, id);
    else if (type === stampTypes.token) stampToken(target, place + shift, token);
    else stampDigits(target, place + shift, width, bitsAt(key, id) >>> 0, type === stampTypes.integer);
  }
  return next;
};

const stampHex = (target: Buffer, at: number, width: number, key: number, id: number): void => {
  let bits = 0;
  for (let i = 0; i < width; i++) {
    if ((i & 7) === 0) bits = bitsAt(key ^ (i + 1), id);
    const digit = bits & 15;
    target[at + i] = digit < 10 ? 48 + digit : 87 + digit;
    bits >>>= 4;
  }
};

const stampToken = (target: Buffer, at: number, token: Uint8Array): void => {
  for (let i = 0; i < 6; i++) target[at + i] = token[i] as number;
};

const stampDigits = (target: Buffer, at: number, width: number, bits: number, isNumber: boolean): void => {
  let rest = bits;
  for (let i = width - 1; i > 0; i--) {
    target[at + i] = 48 + (rest % 10);
    rest = (rest / 10) >>> 0;
  }
  target[at] = isNumber ? 49 + (rest % 9) : 48 + (rest % 10);
};

import type { JsonStyle } from './json-text.ts';
import { bitsAt } from './random.ts';

/**
 * A LumiList with a given number of ranges: `{"382594": [[101, 130], …], …}`, twenty ranges a run. All its numbers have
 * fixed widths, so that its size is known before it is written. It fills a document up to the size it aims at, and
 * makes a few documents hundreds of kilobytes long, as such lists do in reality.
 */
const rangesPerRun = 20;
const firstRun = 270_000;

/** Bytes of a list with so many ranges. */
export const lumiListBytes = (ranges: number, style: JsonStyle): number => {
  const runs = Math.ceil(ranges / rangesPerRun);
  const range = 8 + style.comma.length;
  const run = 10 + style.colon.length;
  return 2 + ranges * range + runs * run + Math.max(0, ranges - 1) * style.comma.length;
};

/** The number of ranges that fills about so many bytes, brackets included; 0 if there is no room. */
export const lumiRangesFor = (bytes: number, style: JsonStyle): number => {
  const each = lumiListBytes(rangesPerRun, style) - 2 + style.comma.length;
  return Math.max(0, Math.round(((bytes - 2) * rangesPerRun) / each));
};

export const writeLumiList = (
  ranges: number,
  key: number,
  style: JsonStyle,
  target: Buffer,
  offset: number,
): number => {
  const { comma, colon } = style;
  let at = writeAscii(target, offset, '{');
  const runOffset = (bitsAt(key, 0x10310000) >>> 0) % 100_000;
  for (let i = 0; i < ranges; i++) {
    const opensRun = i % rangesPerRun === 0;
    if (i > 0) at = writeAscii(target, at, opensRun ? `]${comma}` : comma);
    if (opensRun) {
      at = writeAscii(target, at, '"');
      at = writeNumber(target, at, 6, firstRun + runOffset + i / rangesPerRun);
      at = writeAscii(target, at, `"${colon}[`);
    }
    const bits = bitsAt(key, 0x10310001 + i) >>> 0;
    const first = 100 + (bits % 800);
    at = writeAscii(target, at, '[');
    at = writeNumber(target, at, 3, first);
    at = writeAscii(target, at, comma);
    at = writeNumber(target, at, 3, first + 1 + ((bits >>> 10) % 99));
    at = writeAscii(target, at, ']');
  }
  return writeAscii(target, at, ranges > 0 ? ']}' : '}');
};

const writeAscii = (target: Buffer, offset: number, text: string): number => {
  for (let i = 0; i < text.length; i++) target[offset + i] = text.charCodeAt(i);
  return offset + text.length;
};

const writeNumber = (target: Buffer, offset: number, width: number, value: number): number => {
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    target[offset + i] = 48 + (rest % 10);
    rest = (rest / 10) >>> 0;
  }
  return offset + width;
};

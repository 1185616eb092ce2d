import { bitsAt } from '../../../../units/random.ts';
import type { JsonStyle } from './json-text.ts';

/**
 * A LumiList with a given number of ranges: `{"382594": [[101, 130], …], …}`, twenty ranges a run. It fills a document up
 * to the size it aims at, and makes a few documents hundreds of kilobytes long, as such lists do in reality. All its
 * numbers have fixed widths, so that its size is known before it is written, and a list is a stretch of one long list of
 * consecutive runs that is made once: documents begin at different runs of it.
 */
const rangesPerRun = 20;
const firstRun = 270_000;
const poolRuns = 4_000;

/** Bytes of a list with so many ranges. */
export const lumiListBytes = (ranges: number, style: JsonStyle): number => {
  const runs = Math.ceil(ranges / rangesPerRun);
  return (
    2 +
    ranges * rangeBytes(style) +
    runs * runFrameBytes(style) +
    Math.max(0, ranges - 1) * style.comma.length
  );
};

/** `[101, 130]` */
const rangeBytes = (style: JsonStyle): number => 8 + style.comma.length;

/** `"382594": [` and `]` */
const runFrameBytes = (style: JsonStyle): number => 10 + style.colon.length;

/** A whole run and the comma behind it. */
const runBytes = (style: JsonStyle): number =>
  runFrameBytes(style) + rangesPerRun * rangeBytes(style) + rangesPerRun * style.comma.length;

/** The number of ranges that fills about so many bytes, brackets included; 0 if there is no room. */
export const lumiRangesFor = (bytes: number, style: JsonStyle): number =>
  Math.max(0, Math.round(((bytes - 2) * rangesPerRun) / runBytes(style)));

/** Writes the list and returns the offset behind it. A RangeError for one of more than `poolRuns` runs. */
export const writeLumiList = (
  ranges: number,
  key: number,
  style: JsonStyle,
  target: Buffer,
  offset: number,
): number => {
  const end = offset + lumiListBytes(ranges, style);
  target[offset] = 0x7b;
  if (ranges > 0) {
    const runs = Math.ceil(ranges / rangesPerRun);
    if (runs > poolRuns) throw new RangeError(`a LumiList of ${runs} runs is longer than any that is made`);
    const start = ((bitsAt(key, 0x10310000) >>> 0) % (poolRuns - runs + 1)) * runBytes(style);
    target.set(poolOf(style).subarray(start, start + end - offset - 3), offset + 1);
    target[end - 2] = 0x5d;
  }
  target[end - 1] = 0x7d;
  return end;
};

const pools = new Map<JsonStyle, Buffer>();

const poolOf = (style: JsonStyle): Buffer => {
  const known = pools.get(style);
  if (known !== undefined) return known;
  const runs = Array.from({ length: poolRuns }, (_, run) => {
    const ranges = Array.from({ length: rangesPerRun }, (_, i) => {
      const bits = bitsAt(run, 0x10310001 + i) >>> 0;
      const first = 100 + (bits % 800);
      return `[${first}${style.comma}${first + 1 + ((bits >>> 10) % 99)}]`;
    });
    return `"${firstRun + run}"${style.colon}[${ranges.join(style.comma)}]${style.comma}`;
  });
  const pool = Buffer.from(runs.join(''));
  pools.set(style, pool);
  return pool;
};

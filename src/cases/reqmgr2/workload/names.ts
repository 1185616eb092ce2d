import { integerAt } from '../../../units/random.ts';
import type { NamePattern } from './description.ts';

/**
 * Names whose order is the order of their indices, and that lead back to their index: a head (prefix and campaign)
 * covers a range of indices, and the serial number behind it counts within the range.
 */
export interface Names {
  readonly nameAt: (index: number) => string;
  readonly indexOf: (name: string) => number | undefined;
  readonly lowerBound: (text: string) => number;
  /** The campaign and the serial number: `RunIII2024Summer24wmLHEGS-00006`. Unique within the workload. */
  readonly prepIdAt: (index: number) => string;
  /** Seconds since 1970 at which the request was made. */
  readonly createdAt: (index: number) => number;
}

interface Head {
  readonly text: string;
  readonly campaign: string;
  readonly start: number;
}

const firstCreation = Date.UTC(2024, 0, 1) / 1000;
const creationDays = 500;
const minSerialDigits = 5;

/** @param keyOf the random key of a document */
export const createNames = (
  patterns: readonly NamePattern[],
  size: number,
  keyOf: (index: number) => number,
): Names => {
  const heads = layOutHeads(patterns, size);
  const serialDigits = Math.max(minSerialDigits, String(size).length);

  const headAt = (index: number): Head => {
    const at = lastWhere(heads.length, (i) => (heads[i] as Head).start <= index);
    return heads[Math.max(0, at)] as Head;
  };
  const createdAt = (index: number): number =>
    firstCreation + integerAt(keyOf(index), 0x7e4a0001, creationDays * 86_400);
  const serialOf = (head: Head, index: number): string =>
    String(index - head.start + 1).padStart(serialDigits, '0');
  const compose = (index: number): string => {
    const head = headAt(index);
    const suffix = 1 + integerAt(keyOf(index), 0x7e4a0002, 9999);
    return `${head.text}${serialOf(head, index)}__v1_T_${stamp(createdAt(index))}_${suffix}`;
  };
  // The last one is kept: who names a document writes it next, with its name in it.
  let last = { index: -1, name: '' };
  const nameAt = (index: number): string => {
    if (index !== last.index) last = { index, name: compose(index) };
    return last.name;
  };

  return {
    nameAt,
    createdAt,
    prepIdAt: (index) => {
      const head = headAt(index);
      return `${head.campaign}-${serialOf(head, index)}`;
    },
    indexOf: (name) => {
      const head = heads[lastWhere(heads.length, (i) => (heads[i] as Head).text <= name)];
      if (head === undefined || !name.startsWith(head.text)) return undefined;
      const index = head.start + Number(name.slice(head.text.length, head.text.length + serialDigits)) - 1;
      return index >= 0 && index < size && nameAt(index) === name ? index : undefined;
    },
    lowerBound: (text) => lastWhere(size, (i) => nameAt(i) < text) + 1,
  };
};

/** Heads in byte order, each with the share of the indices that its pattern has; campaigns share a pattern equally. */
const layOutHeads = (patterns: readonly NamePattern[], size: number): Head[] => {
  const shares = patterns
    .flatMap(({ prefix, campaigns, share }) =>
      campaigns.map((campaign) => ({
        text: `${prefix}${campaign}-`,
        campaign,
        share: share / campaigns.length,
      })),
    )
    .sort((a, b) => (a.text < b.text ? -1 : 1));
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  let passed = 0;
  return shares
    .map(({ text, campaign, share }) => {
      const start = Math.round((passed / total) * size);
      passed += share;
      return { text, campaign, start, end: Math.round((passed / total) * size) };
    })
    .filter(({ start, end }) => end > start);
};

/** The last i in 0 … size - 1 for which a condition holds that holds for a beginning of them; -1 if for none. */
const lastWhere = (size: number, holds: (i: number) => boolean): number => {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** `250508_114352`. Tables instead of Date: the services name every document that they serve. */
const stamp = (seconds: number): string => {
  const day = Math.floor((seconds - firstCreation) / 86_400);
  const second = seconds % 86_400;
  return `${dates[day]}_${twoDigits[Math.floor(second / 3600)]}${twoDigits[Math.floor(second / 60) % 60]}${twoDigits[second % 60]}`;
};

const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
const dates = Array.from({ length: creationDays }, (_, day) =>
  new Date((firstCreation + day * 86_400) * 1000).toISOString().slice(2, 10).replaceAll('-', ''),
);

import { formatBytes } from './bytes.ts';
import { formatDuration } from './durations.ts';
import { formatCount, formatRate } from './numbers.ts';

const formatters = { bytes: formatBytes, ms: formatDuration, count: formatCount, rate: formatRate } as const;
export type QuantityUnit = keyof typeof formatters;

export interface Quantity {
  readonly value: number;
  readonly unit: QuantityUnit;
}

/** A number in the form of its unit: `380 MB`, `2.31 s`, `9,555`. */
export const formatQuantity = (value: number, unit: QuantityUnit): string => formatters[unit](value);

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The range beside its median, the unit said once where all three share it: `379–381`, `998 MB–1.02 GB`. Null where it is
 * too narrow to be seen.
 */
export const formatRange = ({ median, min, max }: Spread, unit: QuantityUnit): string | null => {
  const [middle, low, high] = [median, min, max].map((value) => formatQuantity(value, unit)) as [
    string,
    string,
    string,
  ];
  if (low === high) return null;
  const shared = unitOf(low) === unitOf(middle) && unitOf(high) === unitOf(middle);
  return shared ? `${numberOf(low)}–${numberOf(high)}` : `${low}–${high}`;
};

const numberOf = (text: string): string => text.split(' ')[0] ?? text;
const unitOf = (text: string): string | undefined => text.split(' ')[1];

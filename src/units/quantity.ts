import { formatBytes } from './bytes.ts';
import { formatDuration } from './durations.ts';
import { formatCount } from './numbers.ts';

const formatters = { bytes: formatBytes, ms: formatDuration, count: formatCount } as const;
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
 * A median with its range, the unit said once where all three share it: `380 MB (379–381)`, `1.01 GB (998 MB–1.02 GB)`.
 * The median alone where the range is too narrow to be seen.
 */
export const formatSpread = ({ median, min, max }: Spread, unit: QuantityUnit): string => {
  const format = (value: number): string => formatQuantity(value, unit);
  const [middle, low, high] = [format(median), format(min), format(max)];
  if (low === high) return middle;
  const shared = unitOf(low) === unitOf(middle) && unitOf(high) === unitOf(middle);
  return shared ? `${middle} (${numberOf(low)}–${numberOf(high)})` : `${middle} (${low}–${high})`;
};

const numberOf = (text: string): string => text.split(' ')[0] ?? text;
const unitOf = (text: string): string | undefined => text.split(' ')[1];

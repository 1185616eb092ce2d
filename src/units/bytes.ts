import prettyBytes from 'pretty-bytes';

/** Bytes in SI units (1 MB = 1,000,000 bytes), three significant digits: `18.8 kB`, `380 MB`, `2.00 GB`; whole bytes: `512 B`. */
export const formatBytes = (bytes: number): string => {
  const significant = Number(bytes.toPrecision(3));
  // Whole bytes, and never a "-0 B".
  const rounded = Math.abs(significant) < 1000 ? Math.round(significant) + 0 : significant;
  const digits = digitsFor(rounded);
  return prettyBytes(rounded, { minimumFractionDigits: digits, maximumFractionDigits: digits, locale: 'en' });
};

const digitsFor = (bytes: number): number => {
  const magnitude = Math.abs(bytes);
  if (magnitude < 1000) return 0;
  const leading = magnitude / 1000 ** Math.floor(Math.log10(magnitude) / 3);
  return leading < 10 ? 2 : leading < 100 ? 1 : 0;
};

const factors: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** How a size is written, for messages. */
export const byteUnits: readonly string[] = Object.keys(factors);

/** The whole bytes of a size with its unit, such as `40 MB` or `1.25 GiB`; null for any other text. */
export const parseBytes = (text: string): number | null => {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$/.exec(text) ?? [];
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined;
  return number === undefined || factor === undefined ? null : Math.round(Number(number) * factor);
};

/** Bytes as limits of memory are written, `750 MiB`, `1.25 GiB`, where that is exact to three digits; else as `formatBytes`. */
export const formatLimit = (bytes: number): string => {
  for (const unit of ['GiB', 'MiB', 'KiB'] as const) {
    const amount = bytes / (factors[unit] as number);
    if (amount >= 1 && Number(amount.toPrecision(4)) === amount) return `${amount} ${unit}`;
  }
  return formatBytes(bytes);
};

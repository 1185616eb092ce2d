import prettyBytes from 'pretty-bytes';

/** Bytes in SI units (1 MB = 1,000,000 bytes), three significant digits: `18.8 kB`, `380 MB`, `2.00 GB`; whole bytes: `512 B`. */
export const formatBytes = (bytes: number): string => {
  const rounded = Number(bytes.toPrecision(3));
  const digits = digitsFor(rounded);
  return prettyBytes(rounded, { minimumFractionDigits: digits, maximumFractionDigits: digits, locale: 'en' });
};

const digitsFor = (bytes: number): number => {
  const magnitude = Math.abs(bytes);
  if (magnitude < 1000) return 0;
  const leading = magnitude / 1000 ** Math.floor(Math.log10(magnitude) / 3);
  return leading < 10 ? 2 : leading < 100 ? 1 : 0;
};

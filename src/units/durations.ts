import prettyMilliseconds from 'pretty-ms';

/** A measured duration: `0.42 ms`, `840 ms`, `2.31 s`, `75.2 s`. Never minutes: figures that are compared keep one unit. */
export const formatDuration = (milliseconds: number): string => {
  if (milliseconds >= 0.05 && milliseconds < 9.95) return `${Number(milliseconds.toPrecision(2))} ms`;
  return milliseconds < 999.5
    ? `${Math.round(milliseconds) + 0} ms`
    : `${(milliseconds / 1000).toFixed(milliseconds < 9995 ? 2 : 1)} s`;
};

/** A time still to wait, rounded as a person would: `12s`, `1m 5s`. */
export const formatWait = (milliseconds: number): string =>
  prettyMilliseconds(Math.max(1000, Math.round(milliseconds / 1000) * 1000));

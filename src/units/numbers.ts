const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A count with its thousands grouped: `9,555`. Half a count, as a median of two has, keeps its decimal: `16.5`. */
export const formatCount = (count: number): string => grouped.format(Math.round(count * 10) / 10 + 0);

/** So many a second, with three digits where it is few: `0.42`, `8.13`, `1,234`. */
export const formatRate = (rate: number): string =>
  rate < 99.95 ? String(Number(rate.toPrecision(3))) : formatCount(Math.round(rate));

/** A ratio with three significant digits, and with all digits that matter close to 1: `0.126`, `0.9993`, `3,185`. */
export const formatRatio = (ratio: number): string => {
  if (Math.abs(ratio - 1) < 0.01) return ratio.toFixed(4);
  if (ratio >= 999.5) return formatCount(Math.round(ratio));
  return ratio < 0.0005 ? ratio.toFixed(4) : ratio.toPrecision(3);
};

/** A ratio as a person says it: `96 % less`, `0.6 % more`, `13.5 times as much`, `as much`. */
export const formatDifference = (ratio: number): string => {
  if (ratio >= 2) return `${formatTimes(ratio)} times as much`;
  const share = formatShare(Math.abs(ratio - 1));
  return share === null ? 'as much' : `${share} ${ratio < 1 ? 'less' : 'more'}`;
};

/** A ratio where there is little room: `-96 %`, `13.5 ×`. */
export const formatShortly = (ratio: number): string =>
  ratio >= 2 ? `${formatTimes(ratio)} ×` : formatChange(ratio);

/** How many times: `13.5`, `2`, `3,185`. */
export const formatTimes = (ratio: number): string =>
  ratio >= 999.5 ? formatCount(Math.round(ratio)) : String(Number(ratio.toPrecision(3)));

/** A share with the digits that matter: `96 %`, `4.2 %`, `0.006 %`; above 99 % with more of them. Null for less than can be said. */
const formatShare = (share: number): string | null => {
  const percent = share * 100;
  if (percent < 0.0005) return null;
  const rounded =
    percent < 9.95
      ? Number(percent.toPrecision(2))
      : percent < 99
        ? Math.round(percent)
        : Math.min(Number(percent.toFixed(1)), 99.9);
  return `${rounded} %`;
};

/** A relative change in per cent with its sign, a hyphen as minus: `-87 %`, `+0.3 %`, `0.0 %`. */
export const formatChange = (ratio: number): string => {
  const percent = (ratio - 1) * 100;
  const digits = Math.abs(percent) < 9.95 ? 1 : 0;
  const rounded = Number(percent.toFixed(digits));
  if (rounded === 0) return '0.0 %';
  const size = Math.abs(rounded);
  return `${rounded > 0 ? '+' : '-'}${size < 1000 ? size.toFixed(digits) : formatCount(size)} %`;
};

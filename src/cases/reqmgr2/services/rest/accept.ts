import { notAcceptable, serverError } from './errors.ts';

/**
 * The media type, of those that there are, which an Accept header prefers: CherryPy's choice (lib/cptools.accept). Ranges of one
 * weight are tried from the end of the alphabet, so that text/plain comes before application/json, and that before any type.
 * @throws RestError 406 for none, and where there is no header at all: this layer wants to be told
 */
export const acceptedOf = <T extends string>(header: string | null, available: readonly T[]): T => {
  const ranges = rangesOf(header);
  if (ranges.length === 0) throw notAcceptable('Accept header required');
  // A weight that is no number is met while the ranges are sorted, which an only one is not.
  if (ranges.length > 1 && ranges.some(({ weight }) => Number.isNaN(weight))) throw serverError();
  for (const { range, weight } of ranges.sort(byPreference)) {
    const accepted = weight > 0 ? available.find((type) => includes(range, type)) : undefined;
    if (accepted !== undefined) return accepted;
  }
  throw notAcceptable(`Available types: ${available.join(', ')}`);
};

interface Range {
  /** `text/plain`, `text/*`, `*` + `/*`. */
  readonly range: string;
  readonly weight: number;
  readonly text: string;
}

const rangesOf = (header: string | null): Range[] =>
  (header ?? '') === ''
    ? []
    : (header as string).split(outsideQuotes).map((text) => {
        const at = text.search(weightKey);
        const [range = ''] = (at < 0 ? text : text.slice(0, at)).split(';');
        return { range: range.trim(), weight: at < 0 ? 1 : weightOf(text.slice(at)), text: text.trim() };
      });

const outsideQuotes = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;
const weightKey = /; *q *=/;

/** NaN for what is no number. */
const weightOf = (text: string): number => {
  const [value = ''] = text.replace(weightKey, '').split(';');
  return value.trim() === '' ? Number.NaN : Number(value);
};

const byPreference = (one: Range, other: Range): number =>
  other.weight - one.weight || (one.text < other.text ? 1 : -1);

const includes = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));

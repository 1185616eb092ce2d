import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';

/** A part of a YAML file, and what a comment says of it. */
export interface Sourced {
  /** `documents.meanBytes` */
  readonly key: string;
  readonly value: string;
  /** Its own comment, or that of what it stands in; empty for none. */
  readonly source: string;
}

/** The lines of comment that a file begins with. */
export const openingComment = (text: string): string =>
  (/^(?:#.*\n|\s*\n)*/.exec(text)?.[0] ?? '').replaceAll(/^# ?/gm, '').trim();

/** A file's values with the comments behind or above them. Values that share a comment stand together. */
export const sourcedIn = (text: string): Sourced[] => {
  const { contents } = parseDocument(text);
  return isMap(contents) ? contents.items.flatMap((pair) => sourcedOf(pair, '', '')) : [];
};

const sourcedOf = (pair: Pair, base: string, inherited: string): Sourced[] => {
  const key = isScalar(pair.key) ? String(pair.key.value) : '';
  const path = base === '' ? key : `${base}.${key}`;
  const value = pair.value as Node | null;
  const source = commentOf(pair) || inherited;
  if (isMap(value) && value.items.some((item) => commentOf(item) !== '' || isMap(item.value))) {
    return value.items.flatMap((item) => sourcedOf(item, path, source));
  }
  return [{ key: path, value: shortly(value), source }];
};

const shortly = (value: Node | null): string => {
  if (isSeq(value)) return `${value.items.length} of them`;
  if (!isMap(value)) return String(value?.toJSON() ?? '');
  return value.items.map(({ key, value: of }) => `${key} ${shortly(of as Node | null)}`).join(', ');
};

/** Behind a value, behind a key whose value stands below, or above a key. */
const commentOf = ({ key, value }: Pair): string => {
  const [at, of] = [key, value] as (Node | null)[];
  return sentence([at?.commentBefore, of?.commentBefore, of?.comment].filter(Boolean).join('\n'));
};

const sentence = (comment: string | null | undefined): string =>
  (comment ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();

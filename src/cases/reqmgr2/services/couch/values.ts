import { parseJson, unreadable } from './refusal.ts';

/** A parameter's value: text of the query string, or JSON of a body. */
export type Given = { readonly text: string } | { readonly json: unknown };

export const json = (given: Given): unknown => ('json' in given ? given.json : parseJson(given.text));

export const plain = (given: Given): string =>
  'text' in given ? given.text : typeof given.json === 'string' ? given.json : JSON.stringify(given.json);

/** In any case of its letters. */
export const boolean = (given: Given): boolean => {
  const word = plain(given);
  if (!/^(true|false)$/i.test(word)) {
    const value = 'text' in given ? word : given.json;
    throw unreadable(`Invalid boolean parameter: ${JSON.stringify(value)}`);
  }
  return word.toLowerCase() === 'true';
};

export const count = (given: Given): number => {
  const isWhole = 'text' in given ? /^[+-]?\d+$/.test(given.text) : Number.isInteger(given.json);
  if (!isWhole) throw unreadable(`Invalid value for integer: ${inErlang(given)}`);
  const value = Number(plain(given));
  if (value < 0) throw unreadable(`Invalid value for positive integer: ${inErlang(given)}`);
  return value;
};

/** As the reasons quote a value: the text of a body is a binary in Erlang, that of a query is a string. */
const inErlang = (given: Given): string => {
  if ('text' in given) return JSON.stringify(given.text);
  const text = JSON.stringify(given.json);
  return typeof given.json === 'string' ? `<<${text}>>` : text;
};

/** @throws Refusal for another word than these */
export const choice = (name: string, given: Given, known: readonly string[]): void => {
  if (!known.includes(plain(given))) throw unreadable(`Invalid value for \`${name}\`.`);
};

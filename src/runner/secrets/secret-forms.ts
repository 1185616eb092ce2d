/** From here on the case of letters does not count: a shorter word would be found in others. */
const shortestOfAnyCase = 8;

/**
 * A pattern of a secret, each of whose characters may be escaped: per cent and quoted-printable, JSON and JavaScript, HTML,
 * a shell, by number of byte, any of them again and again; `+` for a space.
 */
export const escapedFormOf = (secret: string): RegExp =>
  new RegExp([...secret].map(escapedCharacter).join(''), secret.length < shortestOfAnyCase ? 'gu' : 'giu');

/** What escapes is escaped itself in JSON within JSON. So many at the most: more would take for ever to be told apart. */
const backslashes = '\\\\{1,8}';

const escapedCharacter = (character: string): string => {
  const point = character.codePointAt(0) ?? 0;
  const bytes = [...Buffer.from(character)];
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  // A per cent sign by itself last, or it would leave the digits of an escaped one behind.
  const forms = [
    bytes.map((byte) => `(?:%(?:25){0,4}|=)${hexadecimal(byte)}`).join(''),
    bytes.map((byte) => `${backslashes}x${hexadecimal(byte)}`).join(''),
    bytes.map((byte) => `${backslashes}${byte.toString(8).padStart(3, '0')}`).join(''),
    units.map((unit) => `${backslashes}u${anyCase(unit)}`).join(''),
    `${backslashes}u\\{0*${anyCase(point.toString(16))}\\}`,
    `&#(?:0*${point}|[xX]0*${anyCase(point.toString(16))});`,
    ...(names[character] ?? []),
    ...(/[a-z\d\\]/i.test(character) ? [] : [`${backslashes}${literal(character)}`]),
    literal(character),
  ];
  return `(?:${forms.join('|')})`;
};

/** What else stands for a character; as patterns. */
const names: Readonly<Record<string, readonly string[]>> = {
  ' ': ['\\+'],
  '"': ['&quot;'],
  "'": ['&apos;'],
  '\\': [backslashes],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '\n': [`${backslashes}n`],
  '\t': [`${backslashes}t`],
};

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const hexadecimal = (byte: number): string => anyCase(byte.toString(16).padStart(2, '0'));
const anyCase = (digits: string): string =>
  digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/**
 * Patterns of a secret inside a longer text in base64, of either alphabet, and as a list of bytes, in hexadecimal or decimal,
 * however they are set apart (`<Buffer 61 62>`, `0x61, 0x62`, `Uint8Array(2) [ 97, 98 ]`). Base64 is looked for at each
 * of the three places in a group of three bytes at which the secret may begin, by the characters that hold bits of it alone.
 */
export const encodedFormsOf = (secret: string): RegExp[] => {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const core = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return new RegExp([...core].map(base64Character).join(breaks), 'g');
  });
  const inHexadecimal = [...bytes].map((byte) => `(?:0[xX])?${hexadecimal(byte)}`).join('[\\s:,-]{0,4}');
  const inDecimal = `\\b${[...bytes].join('[\\s,]{1,8}')}\\b`;
  return [...inBase64, new RegExp(inHexadecimal, 'g'), new RegExp(inDecimal, 'g')];
};

/** Mail breaks base64 into lines, JSON writes the break as `\\n`. */
const breaks = '(?:\\r?\\n|\\\\r|\\\\n)*';

const base64Character = (character: string): string =>
  ({ '+': '(?:[+-]|%2[bB])', '/': '(?:[/_]|%2[fF]|\\\\/)' })[character] ?? character;

/**
 * Replaces what a pattern of an encoded form finds, with all of the encoded word around it: what stands before and behind a
 * secret shares characters with it.
 */
export const replaceWords = (text: string, pattern: RegExp, by: string): string => {
  let rest = '';
  let done = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (index < done) continue;
    let [start, end] = [index, index + found.length];
    while (start > done && isOfWord(text[start - 1])) start -= 1;
    while (end < text.length && isOfWord(text[end])) end += 1;
    rest += text.slice(done, start) + by;
    done = end;
  }
  return rest + text.slice(done);
};

const isOfWord = (character: string | undefined): boolean =>
  character !== undefined && /[\w+/%=-]/.test(character);

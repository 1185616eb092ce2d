import { existsSync } from 'node:fs';
import path from 'node:path';
import { visibleText } from '../../record/message.ts';
import type { TargetAccess } from '../../record/messages/subject.ts';
import type { ScenarioProgram } from '../../scenario/scenario.ts';
import { encodedFormsOf, escapedFormOf, replaceWords } from './secret-forms.ts';
import { isPlain, secretPartsOf, soundsSecret } from './secret-parts.ts';

/** What shows of a text, without what is secret. */
export type Redact = (text: string) => string;

const redacted = '(redacted)';

/** Shorter values stand in every second sentence: to take them out would tell more than it hides. */
const shortest = 3;
/** What is encoded or cut is looked for from here on: pieces of it would stand in other words by chance. */
const shortestEncoded = 8;
/** So many characters of a secret in a row are a piece of it, wherever somebody has cut it. */
const pieceLength = 16;

/**
 * Takes secrets out of a text in every form in which they come: as they are, with any of their characters escaped (per
 * cent, JSON, HTML), in base64 or hexadecimal, whatever they are encoded together with, cut, and with characters between
 * theirs that do not show: every report leaves those out, and would put the secret together again.
 */
export const redactionOf = (secrets: Iterable<string>): Redact => {
  // The longest first, so that no piece of a longer one is left.
  const known = [...new Set([...secrets].flatMap((secret) => [secret, visibleText(secret)]))]
    .filter(({ length }) => length >= shortest)
    .toSorted((a, b) => b.length - a.length);
  const escaped = known.map(escapedFormOf);
  const behindEscape = escaped.map(({ source, flags }) => new RegExp(`${halfSequence}${source}`, flags));
  const encoded = known.filter(({ length }) => length >= shortestEncoded).flatMap(encodedFormsOf);
  const pieces = new Set(known.flatMap(piecesOf));
  return (text) => {
    const shown = visibleText(without(ends(text), behindEscape));
    const whole = without(shown, escaped);
    const words = encoded.reduce((rest, pattern) => replaceWords(rest, pattern, redacted), whole);
    return redactPieces(words, pieces);
  };
};

/** Half an escape sequence takes the character behind it along, and would leave the rest of a secret. */
const halfSequence = '(?<=[\\u001b\\u009b][[\\]()#;?\\d]{0,16})';

const without = (text: string, patterns: readonly RegExp[]): string =>
  patterns.reduce((rest, pattern) => rest.replace(pattern, redacted), text);

/** Characters of a text that are searched, at either end: a message keeps far fewer. */
const searched = 2 ** 17;

const ends = (text: string): string =>
  text.length <= 2 * searched ? text : `${text.slice(0, searched)}\n…\n${text.slice(-searched)}`;

/** None of a place: its beginning is the beginning of other places, too. A folder's name may look drawn at random. */
const piecesOf = (secret: string): string[] =>
  isPath(secret) || isAddress(secret) || (path.isAbsolute(secret) && existsSync(secret))
    ? []
    : Array.from({ length: Math.max(0, secret.length - pieceLength + 1) }, (_, i) =>
        secret.slice(i, i + pieceLength),
      );

const redactPieces = (text: string, pieces: ReadonlySet<string>): string => {
  if (pieces.size === 0) return text;
  let rest = '';
  for (let i = 0; i < text.length; ) {
    let end = i;
    for (let at = i; at < Math.max(end, i + 1) && pieces.has(text.slice(at, at + pieceLength)); at++)
      end = at + pieceLength;
    rest += end > i ? redacted : text[i];
    i = Math.max(end, i + 1);
  }
  return rest;
};

/** What identifies a target or opens it: no record holds it, whoever put it into a message. */
export const secretsOfTarget = ({ url, certificate, key, ca, headers }: TargetAccess): string[] => {
  const { host, hostname, username, password } = new URL(url);
  const values = Object.values(headers);
  const parts = Object.entries(headers).flatMap(([name, value]) => secretPartsOf(name, value));
  return [
    url,
    host,
    hostname,
    username,
    decoded(username),
    password,
    decoded(password),
    certificate,
    key,
    ca,
    ...values,
    ...values.flatMap(credentialsIn),
    ...parts,
  ].filter((secret) => secret !== null);
};

/** `Bearer TOKEN` is told without its first word, too; `Basic …` with what it encodes. */
const credentialsIn = (header: string): string[] => {
  const [scheme = '', credentials] = header.split(' ');
  if (credentials === undefined) return [];
  if (scheme.toLowerCase() !== 'basic') return [credentials];
  return [credentials, ...Buffer.from(credentials, 'base64').toString().split(':')];
};

/**
 * What is secret in the environment that a scenario sets for a program, by its kind: all that has the name of a secret, and
 * every value but switches, plain words, paths, and addresses without credentials. Those say where something is or how it
 * is to be done and open nothing, and a reader needs them to see what went wrong. Parts of a value are secret by
 * themselves, too.
 */
export const secretsOfProgram = ({ env, folder }: Pick<ScenarioProgram, 'env' | 'folder'>): string[] =>
  Object.entries(env).flatMap(([name, value]) => {
    const isNamed = soundsSecret.test(name);
    const shortest = isNamed && !isPlain.test(value) ? shortestNamed : shortestOfEnvironment;
    if (value.length < shortest || isPaths(value, folder)) return [];
    if (isAddress(value)) return secretsOfAddress(value);
    if (!isNamed && isPlain.test(value)) return [];
    return [
      value,
      // A key may stand on several lines, of which a message holds one.
      ...value.split(/\r?\n/).filter(({ length }) => length >= pieceLength),
      ...value.split(/[\s,]+/).flatMap((one) => (isAddress(one) ? secretsOfAddress(one) : [])),
      ...secretPartsOf(name, value).filter((part) => !isPaths(part, folder) && !isAddress(part)),
    ];
  });

const shortestOfEnvironment = 6;
/** Of what is no word and has the name of a secret. */
const shortestNamed = 4;

const isPaths = (value: string, folder: string): boolean =>
  value.split(path.delimiter).every((part) => isPath(part) || existsSync(path.resolve(folder, part)));

/** Absolute, or relative with a dot; no part of it looks drawn at random, as base64 may that begins with a slash. */
const isPath = (value: string): boolean =>
  /^(?:\.{1,2}|~|[A-Za-z]:)?[\\/]/.test(value) &&
  !/[\r\n]/.test(value) &&
  !value.split(/[\\/.]/).some(looksRandom);

const looksRandom = (part: string): boolean =>
  part.length >= 8 && /[a-z]/.test(part) && /[A-Z]/.test(part) && /\d/.test(part);

const isAddress = (value: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(value) && URL.canParse(value);

const secretsOfAddress = (address: string): string[] => {
  const { username, password, search, searchParams, hash } = new URL(address);
  const parts = [username, password, search.slice(1), hash.slice(1), ...searchParams.values()];
  const secrets = parts.flatMap((part) => [part, decoded(part)]).filter(({ length }) => length >= shortest);
  return secrets.length === 0 ? [] : [address, ...secrets];
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

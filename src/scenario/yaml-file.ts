import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { messageOf, type Place, UserError } from '../errors/user-error.ts';
import type { Problem } from './problems.ts';

export interface YamlFile {
  /** The plain data of the file. */
  readonly data: unknown;
  /** Where a problem stands: the key or the value, or what it is missing from. */
  readonly placeOf: (problem: Problem) => Place;
}

/** The names of a folder's YAML files, sorted. */
export const yamlNames = (path: string): string[] =>
  readdirSync(path)
    .filter((entry) => entry.endsWith(yamlEnding))
    .map((entry) => entry.slice(0, -yamlEnding.length))
    .sort();

const yamlEnding = '.yaml';

export const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

/** Editors of Windows write one before the text, and no parser is to meet it. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\ufeff/, '');

/** A path as messages and reports show it: relative to the working directory if it lies within. */
export const shownPath = (path: string): string => {
  const fromHere = relative(process.cwd(), resolve(path));
  return fromHere.startsWith('..') ? resolve(path) : fromHere;
};

/**
 * Reads and parses a YAML file. A UserError with the place for what cannot be read, is not YAML, has a key twice, an
 * unknown tag, an alias without an anchor, or a key that would be lost.
 * @param advice what to do if there is no such file
 */
export const readYamlFile = (path: string, advice?: string): YamlFile => {
  const file = shownPath(path);
  const text = readText(path, file, advice);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };

  refuseFaults(document, text, placeAt);
  refuseUnknownAliases(document, placeAt);
  refuseLostKeys(document, placeAt);
  return {
    data: dataOf(document, file),
    placeOf: (problem) => placeAt(offsetOf(document, problem)),
  };
};

const readText = (path: string, file: string, advice: string | undefined): string => {
  try {
    return withoutByteOrderMark(readFileSync(path, 'utf8'));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new UserError('there is no such file', { place: { file }, advice, cause });
    if (code === 'EISDIR')
      throw new UserError('this is a folder; expected a YAML file', { place: { file }, cause });
    throw new UserError(`the file cannot be read: ${messageOf(cause)}`, { place: { file }, cause });
  }
};

/** The first fault only: those behind it are often its consequences. */
const refuseFaults = (document: Document.Parsed, text: string, placeAt: (offset: number) => Place): void => {
  const [fault] = [...document.errors, ...document.warnings];
  if (fault === undefined) return;
  const place = placeAt(fault.pos[0]);
  if (fault.code === 'DUPLICATE_KEY') {
    const key = /^[^:\s]*/.exec(text.slice(fault.pos[0]))?.[0] ?? '';
    throw new UserError(`the key "${key}" stands twice`, { place, advice: 'Remove one of the two.' });
  }
  if (fault.code === 'MULTIPLE_DOCS')
    throw new UserError('a second document begins here; expected one', { place });
  throw new UserError(`this is not valid YAML: ${fault.message}`, { place });
};

const refuseUnknownAliases = (document: Document.Parsed, placeAt: (offset: number) => Place): void => {
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      throw new UserError(`the alias *${alias.source} has no anchor`, {
        place: placeAt(alias.range?.[0] ?? 0),
        advice: `Put &${alias.source} before the value that it stands for, above this line.`,
      });
    },
  });
};

/** A key with this name means the object's prototype in JavaScript, and the schemas' library leaves it out untold. */
export const lostKey = '__proto__';

const refuseLostKeys = (document: Document.Parsed, placeAt: (offset: number) => Place): void => {
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || key.value !== lostKey) return;
      throw new UserError(`"${lostKey}" cannot be a name here: JavaScript means something else by it`, {
        place: placeAt(key.range?.[0] ?? 0),
        advice: 'Give it another name.',
      });
    },
  });
};

/** Aliases that multiply beyond reason are refused by the parser here. */
const dataOf = (document: Document.Parsed, file: string): unknown => {
  try {
    return document.toJS();
  } catch (cause) {
    throw new UserError(`this is not valid YAML: ${messageOf(cause)}`, { place: { file }, cause });
  }
};

const offsetOf = (document: Document.Parsed, { path, at }: Problem): number => {
  let node: Node | null | undefined = document.contents;
  for (const [depth, key] of path.entries()) {
    const holder: Node | null | undefined = isAlias(node) ? node.resolve(document) : node;
    let next: unknown;
    if (isMap(holder)) {
      const pair = holder.items.find(
        (item) => isScalar(item.key) && String(item.key.value ?? '') === String(key),
      );
      next = at === 'key' && depth === path.length - 1 ? pair?.key : (pair?.value ?? pair?.key);
    } else if (isSeq(holder)) {
      next = holder.items[Number(key)];
    }
    if (next === undefined || next === null) break;
    node = next as Node;
  }
  return node?.range?.[0] ?? 0;
};

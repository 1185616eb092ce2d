/**
 * What went wrong, in words, whatever was thrown: a message where there is one, else what kind of thing it was. Never
 * empty, and it never throws itself: what was thrown may answer to nothing (a revoked proxy, a getter that throws).
 */
export const messageOf = (thrown: unknown): string => wordsOrNone(thrown, 'with what it gathers');

type Depth = 'with what it gathers' | 'alone';

const wordsOrNone = (thrown: unknown, depth: Depth): string => {
  try {
    return wordsFor(thrown, depth);
  } catch {
    return 'something was thrown that cannot be read';
  }
};

const wordsFor = (thrown: unknown, depth: Depth): string => {
  switch (typeof thrown) {
    case 'string':
      return thrown.trim() === '' ? 'a text without words was thrown' : thrown;
    case 'undefined':
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'symbol':
      return `${String(thrown)} was thrown, which is no error`;
    case 'function':
      return `a function was thrown, which is no error${thrown.name === '' ? '' : `: ${thrown.name}`}`;
    case 'object':
      return thrown === null ? 'null was thrown, which is no error' : wordsForObject(thrown, depth);
  }
};

const wordsForObject = (thrown: object, depth: Depth): string => {
  const message = textIn(thrown, 'message');
  if (thrown instanceof Error) {
    const inner = depth === 'alone' ? [] : innerMessages(thrown);
    const named = [textIn(thrown, 'name') ?? 'an error', textIn(thrown, 'code') ?? ''].join(' ').trim();
    if (message === null && inner.length === 0) return `${named} without a message`;
    return [message ?? named, ...inner].join(': ');
  }
  if (message !== null) return message;
  const shown = JSON.stringify(thrown) ?? '{}';
  return ['{}', '[]'].includes(shown)
    ? 'an object without a message was thrown, which is no error'
    : `an object was thrown, which is no error: ${shown}`;
};

/** Text or a number that stands there; null where there is none, or where it cannot be read. */
const textIn = (thrown: object, key: string): string | null => {
  try {
    const value: unknown = Reflect.get(thrown, key);
    const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
    return text === '' ? null : text;
  } catch {
    return null;
  }
};

const mostInner = 3;

/** What an AggregateError gathers, as one text, of the first few; not what those gather, which may be the same again. */
const innerMessages = (thrown: object): string[] => {
  if (!(thrown instanceof AggregateError) || !Array.isArray(thrown.errors)) return [];
  const told = thrown.errors.slice(0, mostInner).map((one: unknown) => wordsOrNone(one, 'alone'));
  const more = thrown.errors.length - told.length;
  return told.length === 0 ? [] : [[...told, ...(more > 0 ? [`${more} more`] : [])].join('; ')];
};

/** Why a module of a user's could not be loaded. `npm init` writes "commonjs", under which none can export. */
export const whyNotLoaded = (thrown: unknown): string => {
  const why = messageOf(thrown);
  return thrown instanceof SyntaxError && /Unexpected token 'export'|import statement outside/.test(why)
    ? `${why}. If the nearest package.json says "type": "commonjs", say "module" there, or end the file's name with .mts or .mjs`
    : why;
};

import type { AnswerShape, Http } from '../../../subject/client/http.ts';
import type { JsonValue } from '../../../subject/json.ts';
import { withAnswer } from '../../wmcore/whole-answer.ts';

/** What tells one answer from another: the path with its query, or the path alone. */
export type CacheKey = 'url' | 'path';

/**
 * The same client with every GET's answer kept, parsed, for as long as the client is. By `path`, requests that differ in
 * their query alone are given each other's answers: an Error where one does not fit, a wrong answer where it does.
 */
export const cachedInMemory = (http: Http, key: CacheKey): Http => {
  const kept = new Map<string, { readonly path: string; readonly answer: JsonValue }>();
  return {
    ...http,
    get: async (path, shape, options) => {
      const id = key === 'url' ? path : (path.split('?', 1)[0] as string);
      const hit = kept.get(id);
      if (hit !== undefined) return readHit(hit, path, shape);
      const { answer, value } = await http.get(path, withAnswer(shape), options);
      kept.set(id, { path, answer });
      return value;
    },
  };
};

const readHit = <T>(
  hit: { readonly path: string; readonly answer: JsonValue },
  path: string,
  shape: AnswerShape<T>,
): T => {
  const value = shape.read(hit.answer);
  if (value !== undefined) return value;
  const [asked, kept] = [path, hit.path].map(shortQueryOf);
  throw new Error(`the cache answered ${asked} with what it kept of ${kept}: expected ${shape.expected}`);
};

const shortQueryOf = (path: string): string => {
  const query = path.slice(path.indexOf('?'));
  return query.length <= 40 ? query : `${query.slice(0, 24)}…`;
};

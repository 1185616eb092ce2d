import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { upgrades } from '../../cases/records.ts';
import { messageOf, UserError } from '../../errors/user-error.ts';
import { errorOf, problemsOf } from '../../scenario/problems.ts';
import { readYamlFile, shownPath, withoutByteOrderMark } from '../../scenario/yaml-file.ts';

/** A JSON file that Tidemark wrote, a person may have edited, and another version may have written. */
export interface Kind<Output> {
  /** What it is, with its article: `a baseline`. */
  readonly noun: string;
  /** Name and version, as under the file's `schema`: `tidemark/baseline@1`. */
  readonly schema: string;
  readonly shape: z.ZodType<Output>;
  /** What to do if the file is none. */
  readonly advice: string;
}

/** The data of a JSON file. UserError if it cannot be read or is not JSON. */
export const readJson = (path: string, advice: string): unknown => {
  const place = { file: shownPath(path) };
  try {
    return JSON.parse(withoutByteOrderMark(readFileSync(path, 'utf8')));
  } catch (error) {
    const fault = (error as NodeJS.ErrnoException).code;
    if (fault === 'ENOENT') throw new UserError('there is no such file', { place, advice, cause: error });
    const problem = fault === undefined ? 'the file is not JSON' : 'the file cannot be read';
    throw new UserError(`${problem}: ${messageOf(error)}`, { place, advice, cause: error });
  }
};

/** The data of a file as what it is to be. UserError, with line and column where a value is wrong, if it is not. */
export const checkJson = <Output>(data: unknown, path: string, kind: Kind<Output>): Output => {
  const place = { file: shownPath(path) };
  const found = schemaOf(data);
  const upgrade = found === undefined ? undefined : upgrades[found];
  const [kindName] = kind.schema.split('@');
  if (upgrade !== undefined && found?.startsWith(`${kindName}@`)) return checkJson(upgrade(data), path, kind);
  if (found !== kind.schema) {
    if (found?.startsWith(`${kindName}@`)) {
      throw new UserError(`${kind.noun} with the schema "${found}"; this tidemark reads "${kind.schema}"`, {
        place,
        advice: 'Use the version of tidemark that wrote it, or make it anew with this one.',
      });
    }
    const what = found === undefined ? 'no "schema"' : `the schema "${found}"`;
    throw new UserError(`this is not ${kind.noun}: it has ${what}, expected "${kind.schema}"`, {
      place,
      advice: kind.advice,
    });
  }
  const parsed = kind.shape.safeParse(data);
  if (parsed.success) return parsed.data;
  // JSON is YAML, whose parser knows where each value stands.
  const { placeOf } = readYamlFile(path);
  throw errorOf(problemsOf(parsed.error.issues, data), placeOf);
};

/** What a file says that it is; undefined if it says nothing. */
export const schemaOf = (data: unknown): string | undefined => {
  const schema = typeof data === 'object' && data !== null ? Reflect.get(data, 'schema') : undefined;
  return typeof schema === 'string' ? schema : undefined;
};

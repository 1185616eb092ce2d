import type { z } from 'zod';
import { suggestName } from '../errors/suggest.ts';
import { formatPlace, type Place, UserError } from '../errors/user-error.ts';
import { otherKind } from './schema-parts.ts';

type Path = readonly PropertyKey[];

/** Something wrong in a file's data: where it hangs in the data, and whether its key or its value is to blame. */
export interface Problem {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly advice?: string | undefined;
}

const maxProblemsTold = 5;

/** What a person wrote, in few words. */
export const describe = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
};

/** The problems that a schema of `schema-parts` found in data. */
export const problemsOf = (issues: readonly z.core.$ZodIssue[], data: unknown, base: Path = []): Problem[] =>
  issues.flatMap((issue): Problem[] => {
    const path = [...base, ...issue.path];
    const found = valueAt(data, path);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({
          path: [...path, key],
          at: 'key',
          message: `unknown key "${key}"`,
          advice: suggestName(key, issue.message.split(', ')),
        }));
      case 'invalid_union': {
        const branch = nearestBranch(issue.errors);
        return branch === undefined
          ? [unexpected(path, issue.message, found)]
          : problemsOf(branch, data, path);
      }
      case 'invalid_value': {
        const known = issue.values.map(String);
        return typeof found === 'string'
          ? [
              {
                path,
                at: 'value',
                message: `unknown ${issue.message} "${found}"`,
                advice: suggestName(found, known),
              },
            ]
          : [unexpected(path, `the name of a ${issue.message}`, found)];
      }
      case 'invalid_key': {
        const key = String(path.at(-1));
        // `TOKEN=abc` where `TOKEN: abc` is meant.
        const told = /^\w*$/.test(key) ? describe(key) : describeAt(path, key);
        const message = `expected ${issue.issues[0]?.message}; found ${told}`;
        return [{ path, at: 'key', message }];
      }
      case 'custom':
        return [{ path, at: 'value', message: issue.message, advice: issue.params?.advice }];
      default:
        return [unexpected(path, issue.message, found)];
    }
  });

/** The branch of a union that the value misses by the least, of those whose type it has; the first of equals. */
const nearestBranch = (branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined =>
  branches.filter((errors) => !errors.some(isOfOtherType)).toSorted((a, b) => faultsIn(a) - faultsIn(b))[0];

const faultsIn = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

/** One branch of a union is judged by its own errors if the value is at least of its type. */
const isOfOtherType = (issue: z.core.$ZodIssue): boolean =>
  issue.message === otherKind ||
  (issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_union'));

/** Where a value may be a secret that somebody has written into the file: an error tells of it no more than its kind. */
const isSecretPlace = (path: Path): boolean =>
  path.includes('env') ||
  (path.includes('target') &&
    (path.at(-1) === 'target' || path.some((key) => secretKeys.includes(String(key)))));

/** Of a target. */
const secretKeys: readonly string[] = ['url', 'certificate', 'key', 'ca', 'headers'];

const describeAt = (path: Path, value: unknown): string => {
  const told = describe(value);
  return typeof value === 'object' || value === undefined || !isSecretPlace(path)
    ? told
    : `a ${typeof value === 'string' ? 'text' : typeof value}, which is not shown here`;
};

const unexpected = (path: Path, expected: string, found: unknown): Problem => ({
  path,
  at: 'value',
  message:
    found === undefined && path.length > 0
      ? `"${String(path.at(-1))}" is missing: expected ${expected}`
      : `expected ${expected}; found ${describeAt(path, found)}`,
});

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );

/** One error that tells the first problems in the order of the file, each with its place. */
export const errorOf = (problems: readonly Problem[], placeOf: (problem: Problem) => Place): UserError => {
  const located = problems
    .map((problem) => ({ ...problem, place: placeOf(problem) }))
    .sort(
      (a, b) => (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0),
    );
  const [first, ...others] = located;
  if (first === undefined) throw new Error('an error needs a problem');
  if (others.length === 0) return new UserError(first.message, { place: first.place, advice: first.advice });

  const told = others
    .slice(0, maxProblemsTold - 1)
    .map((other) => `${formatPlace(other.place)}: ${withAdvice(other)}`);
  const untold = others.length - told.length;
  const rest = untold === 0 ? [] : [`and ${untold} more`];
  return new UserError([withAdvice(first), ...told, ...rest].join('\n'), { place: first.place });
};

const withAdvice = ({ message, advice }: Problem): string =>
  advice === undefined ? message : `${message}\n  ${advice}`;

import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { suggestName } from '../errors/suggest.ts';
import { whyNotLoaded } from '../errors/user-error.ts';
import type { Case, Cases } from './case.ts';
import { describe, errorOf, problemsOf } from './problems.ts';
import { ownCaseShape } from './services/own-case.ts';
import { isFile, type YamlFile } from './yaml-file.ts';

/** What a scenario is about. UserError with the place for a `case` that is none. @param folder what its path is relative to */
export const caseOf = ({ data, placeOf }: YamlFile, folder: string, cases: Cases): Case => {
  if (fetchesNothing(data)) return cases.none;
  const written = typeof data === 'object' && data !== null && 'case' in data ? data.case : cases.byDefault;
  if (typeof written === 'object' && written !== null && !Array.isArray(written)) {
    const parsed = ownCaseShape.safeParse(written);
    if (!parsed.success) throw errorOf(problemsOf(parsed.error.issues, data, ['case']), placeOf);
    const found = cases.described(parsed.data, folder);
    if ('problems' in found) throw errorOf(found.problems, placeOf);
    return found;
  }
  const refuse = (message: string, advice?: string): Error =>
    errorOf([{ path: ['case'], at: 'value', message, advice }], placeOf);
  if (typeof written !== 'string') {
    throw refuse(
      `expected the name of a case, the path of its module, or a case in place; found ${describe(written)}`,
    );
  }
  if (!/^\.{0,2}\//.test(written)) {
    const known = cases.named(written);
    if (known !== undefined) return known;
    const advice = `${suggestName(written, cases.names)} The path of a module of your own starts with ./, ../ or /.`;
    throw refuse(`unknown case ${describe(written)}`, advice);
  }
  const file = resolve(folder, written);
  if (!isFile(file)) throw refuse(`there is no file ${describe(written)}`, `Expected a module at ${file}.`);
  const found = exportOf(file, (thrown) =>
    refuse(`the case's module cannot be loaded: ${whyNotLoaded(thrown)}`),
  );
  if (isCase(found)) return found;
  const advice = `Expected an object with ${parts.join(', ')}.`;
  throw refuse(`the default export of ${describe(written)} is no case`, advice);
};

/** Then there is nothing to fetch, and nobody says what it would be. */
const fetchesNothing = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  !['case', 'workload', 'target'].some((key) => key in data) &&
  'strategies' in data &&
  Array.isArray(data.strategies) &&
  data.strategies.some((entry) => entry !== 'idle') &&
  data.strategies.every(isOwnWork);

/** A program, a server, a function: each may have work of its own, for which nothing is served. */
const isOwnWork = (entry: unknown): boolean =>
  entry === 'idle' ||
  (typeof entry === 'object' &&
    entry !== null &&
    ['command', 'server', 'function'].some((key) => key in entry));

const exportOf = (file: string, refuse: (thrown: unknown) => Error): unknown => {
  try {
    // All that reads a scenario does so at once, without waiting: so is a module of its.
    return (createRequire(import.meta.url)(file) as { readonly default?: unknown }).default;
  } catch (thrown) {
    throw refuse(thrown);
  }
};

/** Every part that a case must have: a new one does not compile until it stands here. */
const required: Readonly<
  Record<Exclude<keyof Case, 'ofOlder' | 'longestText' | 'asksServices' | 'server' | 'servesNothing'>, true>
> = {
  name: true,
  modules: true,
  strategies: true,
  reference: true,
  words: true,
  consumers: true,
  keys: true,
  workloads: true,
  log: true,
  open: true,
  summarise: true,
  expect: true,
};
const parts = Object.keys(required);

const isCase = (value: unknown): value is Case =>
  typeof value === 'object' && value !== null && parts.every((part) => part in value);

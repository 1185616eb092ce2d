import { z } from 'zod';
import { commandLine } from '../../errors/command.ts';
import type { TargetAccess } from '../../record/messages/subject.ts';
import type { Case } from '../case.ts';
import type { Problem } from '../problems.ts';
import { mapping } from '../schema-parts.ts';
import { isFile } from '../yaml-file.ts';

/**
 * A value that stands in an environment variable. There is no other form: a scenario is committed and shared, and what
 * says where a real service is and who may enter does not belong in it.
 */
export const passedThrough = mapping({
  env: z
    .string({ error: 'the name of an environment variable' })
    .regex(/^\w+$/, { error: 'the name of an environment variable' }),
});
type Secret = z.output<typeof passedThrough>;

const shape = {
  url: passedThrough,
  certificate: passedThrough.optional(),
  key: passedThrough.optional(),
  ca: passedThrough.optional(),
  headers: z
    .record(z.string(), passedThrough, { error: 'a mapping from names of headers to { env: NAME }' })
    .default({}),
};

/** The `target` section of a scenario, with the keys of its case. */
export const targetSchemaOf = (keys: Case['keys']['target']) => mapping({ ...shape, ...keys });

type WrittenTarget = z.output<ReturnType<typeof targetSchemaOf>>;

interface ReadTarget {
  readonly access: TargetAccess | null;
  readonly problems: readonly Problem[];
}

/**
 * How to reach the target that a scenario names, out of the environment; null without one. Problems name variables and
 * never what is in them.
 */
export const readTarget = (
  written: WrittenTarget | undefined,
  environment: NodeJS.ProcessEnv,
): ReadTarget => {
  if (written === undefined) return { access: null, problems: [] };
  const problems: Problem[] = [];
  const complain = (path: readonly string[], message: string, advice: string): void => {
    problems.push({ path: ['target', ...path, 'env'], at: 'value', message, advice });
  };
  const valueFor = (given: Secret, path: readonly string[]): string => {
    const value = environment[given.env]?.trim() ?? '';
    if (value === '') {
      const advice = `Set it for this run: ${given.env}=… ${commandLine(['run', 'SCENARIO'])}`;
      complain(path, `the environment variable ${given.env} is not set`, advice);
    }
    return value;
  };
  const fileOf = (name: 'certificate' | 'key' | 'ca'): string | null => {
    const given = written[name];
    if (given === undefined) return null;
    const file = valueFor(given, [name]);
    if (file !== '' && !isFile(file)) {
      complain([name], `${given.env} does not name a file`, 'Expected the path of a PEM file.');
    }
    return file;
  };

  const text = valueFor(written.url, ['url']);
  const url = text === '' ? null : urlIn(text);
  if (text !== '' && url === null) {
    const advice = 'Such as https://host:8443, with a path before the services’ own if there is one.';
    complain(['url'], `${written.url.env} is no http or https URL, or has a query or a stray %`, advice);
  }
  const headers = Object.entries(written.headers).map(([name, given]): [string, string] => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      complain(['headers', name], `"${name}" is no name of a header`, 'Letters, digits and dashes.');
    }
    const value = valueFor(given, ['headers', name]);
    if (!headerValue.test(value)) {
      const problem = `${given.env} holds a line break or another character that no header can have`;
      complain(['headers', name], problem, 'Set it to the one line that is to be sent.');
    }
    return [name.toLowerCase(), value];
  });
  const access: TargetAccess = {
    url: url === null ? '' : withoutCredentials(url),
    certificate: fileOf('certificate'),
    key: fileOf('key'),
    ca: fileOf('ca'),
    headers: { ...(url !== null && credentialsIn(url)), ...Object.fromEntries(headers) },
    own: Object.fromEntries(Object.entries(written).filter(([key]) => !Object.hasOwn(shape, key))),
  };
  return { access, problems };
};

/** HTTP's own rule, which the client holds to. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

const urlIn = (text: string): URL | null => {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  const { search, hash, username, password } = url;
  return search === '' && hash === '' && isDecodable(username + password) ? url : null;
};

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const withoutCredentials = ({ origin, pathname }: URL): string => `${origin}${pathname.replace(/\/+$/, '')}`;

/** A user and a password in a URL are sent as every client sends them: HTTP's basic authentication. */
const credentialsIn = ({ username, password }: URL): Readonly<Record<string, string>> => {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
};

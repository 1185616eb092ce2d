import type { TargetAccess } from '../record/subject.ts';

/** Shorter values stand in every second sentence: to take them out would tell more than it hides. */
const shortest = 3;

/**
 * A message without anything that identifies a target or opens it, whoever put it there: a strategy of the user's own, or
 * the service in its answer. The clients do not put it there in the first place.
 */
export const redact = (message: string, access: TargetAccess | null): string =>
  access === null
    ? message
    : secretsOf(access).reduce((text, secret) => text.replaceAll(secret, '(redacted)'), message);

/** Shorter values of a program's environment are switches rather than secrets. */
const shortestOfEnvironment = 6;

/** What a program wrote without the values that its scenario's `env` gave it, the longest first. */
export const redactEnvironment = (text: string, env: Readonly<Record<string, string>>): string =>
  Object.values(env)
    .filter((value) => value.length >= shortestOfEnvironment)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, '(redacted)'), text);

/** The longest first, so that no piece of a longer one is left. */
const secretsOf = ({ url, certificate, key, ca, headers }: TargetAccess): string[] => {
  const { host, hostname } = new URL(url);
  const values = Object.values(headers);
  return [url, host, hostname, certificate, key, ca, ...values, ...values.flatMap(credentialsIn)]
    .filter((secret) => secret !== null)
    .filter((secret) => secret.length >= shortest)
    .toSorted((a, b) => b.length - a.length);
};

/** `Bearer TOKEN` is told without its first word, too; `Basic …` with what it encodes. */
const credentialsIn = (header: string): string[] => {
  const [scheme = '', credentials] = header.split(' ');
  if (credentials === undefined) return [];
  if (scheme.toLowerCase() !== 'basic') return [credentials];
  return [credentials, ...Buffer.from(credentials, 'base64').toString().split(':')];
};

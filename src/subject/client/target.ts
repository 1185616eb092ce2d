import { readFileSync } from 'node:fs';
import { type TargetAccess, targetVariable } from '../../record/messages/subject.ts';
import { codeOf, ServiceError } from './service-error.ts';

/** What a request to a target needs beside its URL. */
export interface Target {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: { readonly cert?: Buffer; readonly key?: Buffer; readonly ca?: Buffer };
}

/** Takes the target out of the environment, so that nothing which the subject loads later finds it there. */
export const takeTargetAccess = (environment: NodeJS.ProcessEnv): TargetAccess => {
  const text = environment[targetVariable];
  if (text === undefined) throw new Error(`the task has no URL, and ${targetVariable} is not set`);
  delete environment[targetVariable];
  return JSON.parse(text) as TargetAccess;
};

/** Reads the PEM files. An Error, without their paths, for one that cannot be read. */
export const openTarget = ({ certificate, key, ca, headers }: TargetAccess): Target => ({
  headers,
  tls: {
    ...(certificate !== null && { cert: readPem(certificate, 'certificate') }),
    ...(key !== null && { key: readPem(key, 'key') }),
    ...(ca !== null && { ca: readPem(ca, 'ca') }),
  },
});

const readPem = (path: string, name: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Error(`the target's ${name} cannot be read (${codeOf(cause)})`, { cause });
  }
};

/**
 * A failure as it may be told: with the path that was asked for, and for a reason the code alone, because the system's
 * own words hold addresses, those about a certificate its names, and those about JSON a piece of the answer.
 */
export const withoutIdentity = (thrown: unknown, path: string): unknown => {
  if (!(thrown instanceof ServiceError)) return thrown;
  const { failure, cause } = thrown;
  const url = `the target's ${path}`;
  // What a service says of itself may name a user or a machine behind it.
  if (failure.kind === 'status') return new ServiceError({ ...failure, url, detail: null }, cause);
  if (!('reason' in failure)) return new ServiceError({ ...failure, url }, cause);
  const reason = codeOf(cause) || (cause instanceof Error ? cause.name : 'unknown');
  return new ServiceError({ ...failure, url, reason }, cause);
};

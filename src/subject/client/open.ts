import type { SubjectTask, TargetAccess } from '../../record/messages/subject.ts';
import { createHttp, type Http } from './http.ts';
import { createRetries } from './retries.ts';
import { openTarget, type Target, takeTargetAccess } from './target.ts';

/** What clients are made of, over one pool of connections. */
interface OpenConnection {
  readonly http: Http & { readonly close: () => Promise<void> };
  /** Without a slash at the end. */
  readonly url: string;
  /** The case's own keys of a target; null for the services. */
  readonly target: TargetAccess['own'] | null;
  /** Requests that were sent again, so far. */
  readonly retried: () => number;
}

/** To the services that a task names, or to the target that the environment holds. */
export const openConnection = (
  task: Pick<SubjectTask, 'url' | 'retries'>,
  readByPost: readonly RegExp[],
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv = process.env,
): OpenConnection => {
  const { url, own, ...options } =
    task.url === null ? targetOf(takeTargetAccess(environment)) : servicesAt(task.url);
  const retries = createRetries(task.retries);
  const http = createHttp(url, { signal, retries, readByPost, ...options });
  return { http, url, target: own, retried: retries.count };
};

interface Service {
  readonly url: string;
  readonly own: TargetAccess['own'] | null;
  readonly target?: Target;
}

const servicesAt = (url: string): Service => ({ url, own: null });

const targetOf = (access: TargetAccess): Service => ({
  url: access.url,
  own: access.own,
  target: openTarget(access),
});

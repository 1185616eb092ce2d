import { loadScenario, type ScenarioOverrides } from '../../src/cases/load.ts';
import { reqmgr2 } from '../../src/cases/reqmgr2/case.ts';
import type { Clients } from '../../src/cases/reqmgr2/context.ts';
import type { Served } from '../../src/cases/reqmgr2/services.ts';
import reqmgr2Subject, { type Fetched, readByPost } from '../../src/cases/reqmgr2/subject.ts';
import { versionOf } from '../../src/cases/reqmgr2/version.ts';
import type { Status, WorkloadDescription } from '../../src/cases/reqmgr2/workload/description.ts';
import { type Fingerprint, fingerprintOf } from '../../src/record/journal/fingerprint.ts';
import { type ChurnRates, promptServices } from '../../src/record/journal/services-behaviour.ts';
import { createExpect, type Expect } from '../../src/runner/check/expect.ts';
import type { Opened } from '../../src/scenario/case.ts';
import type { ServedScenario } from '../../src/scenario/load-services.ts';
import { openConnection } from '../../src/subject/client/open.ts';

/** What a workflow in a state leaves. */
export const fingerprintIn = (name: string, status: string, lastTransition: number): Fingerprint =>
  fingerprintOf(name, versionOf(name, status, lastTransition));

/** A scenario of ReqMgr2's, and what its case has made of it. */
export const withWorkload = <S extends { readonly opened: Opened }>(scenario: S) => ({
  ...scenario,
  workload: (scenario.opened.served as Served | null)?.description as WorkloadDescription,
  statuses: (scenario.opened.fetched as Fetched).statuses as readonly Status[],
});

export const loadWithWorkload = (path: string, overrides?: ScenarioOverrides) =>
  withWorkload(loadScenario(path, overrides));

interface Changing {
  readonly seed?: number;
  readonly churn?: ChurnRates | null;
}

/** A workload as a scenario would have it served. */
export const servedDescription = (
  description: WorkloadDescription,
  { seed = 1, churn = null }: Changing = {},
): ServedScenario => ({
  case: reqmgr2,
  opened: openedDescription(description, Object.keys(description.statuses) as Status[], { seed, churn }),
  seed,
  services: promptServices,
});

export const openedDescription = (
  description: WorkloadDescription,
  statuses: readonly Status[],
  { seed = 1, churn = null }: Changing = {},
): Opened => {
  const opened = reqmgr2.open({
    workload: description,
    own: { statuses },
    seed,
    scale: 1,
    services: { ...promptServices, churn },
  });
  if ('problems' in opened) throw new Error(opened.problems.map(({ message }) => message).join('; '));
  return opened;
};

/** What a sample must have processed. */
export const expectOf = (opened: Opened): Expect => {
  const expected = reqmgr2.expect(opened);
  if (typeof expected !== 'function') throw new Error('nobody knows');
  return createExpect(expected);
};

/** What a subject's task says of the case. */
export const jobOf = (statuses: readonly string[]) => ({
  module: reqmgr2.modules.subject,
  data: { statuses } satisfies Fetched,
  consumer: 'rule-cleaner',
});

/** The clients of a task, as a strategy gets them. */
export const openClients = (
  task: Parameters<typeof openConnection>[0],
  signal: AbortSignal,
  environment?: NodeJS.ProcessEnv,
): Clients & { readonly close: () => Promise<void> } => {
  const { http, url, target } = openConnection(task, readByPost, signal, environment);
  const own = reqmgr2Subject.open({ http, url, target, data: { statuses: [] } }) as Clients;
  return { ...own, close: http.close };
};

import { pathToFileURL } from 'node:url';
import type { AnswerNote } from '../record/answers.ts';
import type { Completeness, Metrics } from '../record/journal/sample.ts';
import type { JobPurpose } from '../record/messages/subject.ts';
import type { Measurement, ScenarioRow } from '../scenario/scenario.ts';
import { type Check, checkOf } from './check/check.ts';
import type { MemoryCgroup } from './limits/container/memory-cgroup.ts';
import { openScratch } from './processes/scratch.ts';
import type { Services } from './services/services-process.ts';
import { caseJobOf, environmentFor, servicesFor } from './services/target-services.ts';
import { prepareSubjects, type SubjectEnd, type SubjectHost } from './subject/subject-process.ts';

/** What subjects are run with, whatever is measured of them. */
export interface Rig {
  readonly scenario: Measurement;
  readonly services: Services;
  readonly subjects: SubjectHost;
  readonly check: Check;
  readonly signal: AbortSignal;
}

/** One that has a temporary folder of its own, until it is closed. */
export interface OpenRig extends Rig {
  readonly scratch: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts a scenario's services, unless it is about a real one, and prepares a place for its subjects.
 * @param purpose names the temporary folder
 */
export const openRig = async (
  purpose: string,
  scenario: Measurement,
  signal: AbortSignal,
): Promise<OpenRig> => {
  const scratch = await openScratch(purpose);
  try {
    const services = await servicesFor(scenario, scratch.folder, signal);
    const { subject: module, consumer } = scenario.case.modules;
    const own = scenario.rows.filter(({ program }) => program === null).map(loadedBy);
    return {
      scenario,
      services,
      subjects: prepareSubjects(
        scratch.folder,
        {
          module,
          strategies: [...new Set(own), ...(consumer === undefined ? [] : [consumer])],
        },
        environmentFor(scenario),
      ),
      check: checkOf(scenario),
      signal,
      scratch: scratch.folder,
      close: async () => {
        await services.stop();
        await scratch.close();
      },
    };
  } catch (thrown) {
    await scratch.close();
    throw thrown;
  }
};

/** A subject that came to an end by itself: how, what it processed against what it should have, and what it asked of the services. */
export interface Trial {
  readonly end: Exclude<SubjectEnd, { type: 'interrupted' }>;
  readonly completeness: Completeness;
  readonly ledger: Metrics;
  /** What the services did that a reader must know. */
  readonly notes: readonly AnswerNote[];
}

interface JobLimits {
  readonly flags: readonly string[];
  readonly cycles: number;
  readonly timeoutMs: number;
  readonly cgroup?: MemoryCgroup;
}

/** What a subject of a row loads, as it is asked to load it beforehand. */
const loadedBy = ({ strategy, module, function: call }: ScenarioRow): string =>
  call === undefined || module === null ? strategy : pathToFileURL(module).href;

/** Runs one subject, with a ledger of its own. Null when it was interrupted. */
export const runJob = async (
  { services, subjects, scenario, check, signal }: Rig,
  row: ScenarioRow,
  job: JobPurpose,
  { cycles, ...limits }: JobLimits,
): Promise<Trial | null> => {
  const { strategy, params, module, function: call } = row;
  const called = call !== undefined && module !== null && { call: { ...call, module } };
  const task = { url: services.url, ...caseJobOf(scenario), strategy, params, ...called, ...job, cycles };
  const reset = () => services.resetLedger(row.label);
  await reset();
  const end = await subjects.run(task, { ...limits, signal, onRepeat: reset });
  if (end.type === 'interrupted') return null;
  const ledger = await services.readLedger();
  const notes = (await services.readNotes?.()) ?? [];
  return { end, completeness: check(row, end.processed, ledger.requests ?? 0), ledger, notes };
};

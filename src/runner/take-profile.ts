import { readFile } from 'node:fs/promises';
import type { HeapProfile } from '../record/heap-profile.ts';
import { coarseSearch, fineSearch } from '../record/live-grain.ts';
import type { Failure } from '../record/sample.ts';
import type { JobPurpose } from '../record/subject.ts';
import type { MemoryReading } from '../record/subject-report.ts';
import type { Scenario, ScenarioVariant } from '../scenario/scenario.ts';
import { checkOf } from './check.ts';
import { watchCode } from './code-watch.ts';
import { tightSchedule } from './gc-schedule.ts';
import { openScratch } from './scratch.ts';
import { type Services, startServicesProcess } from './services-process.ts';
import { prepareSubjects, type SubjectEnd } from './subject-process.ts';
import { incompleteness, mayCount } from './take-sample.ts';
import { environmentFor, targetServices } from './target-services.ts';
import { redactionIn, toldFailure } from './told-outcome.ts';

/** What a strategy holds at the document boundary nearest its peak. Bytes. */
export interface TakenProfile {
  readonly type: 'taken';
  /** As in a live sample: heap and external memory together, wherever in the cycle. */
  readonly peakLive: number;
  /** The profile was taken after so many of all documents. */
  readonly documents: number;
  readonly allDocuments: number;
  readonly alive: MemoryReading;
  readonly profile: HeapProfile;
}

/** The runs of a profile, one after another, each in a fresh subject. */
export const profileSteps = ['live', 'boundary', 'profile'] as const;
export type ProfileStep = (typeof profileSteps)[number];

type Reported = Extract<SubjectEnd, { type: 'reported' }>;
type Broken = { readonly type: 'failed'; readonly failure: Failure } | { readonly type: 'interrupted' };

/**
 * Profiles one strategy in three runs: the first tells how high the peak of live memory lies, the second reads it and finds the
 * document after which most is alive; the third stops V8's heap profiler there.
 *
 * @param profilePath where the profile is left for other tools
 */
export const takeProfile = async (
  scenario: Scenario,
  variant: ScenarioVariant,
  { profilePath, signal, onStep }: ProfileOptions,
): Promise<TakenProfile | Broken> => {
  const scratch = await openScratch('profile');
  const { access, profile, seed, services: behaviour, statuses, retries, timeout } = scenario;
  let started: Services | undefined;
  try {
    const services =
      access === null
        ? await startServicesProcess({ profile, seed, behaviour }, scratch.folder, signal)
        : targetServices;
    started = services;
    const subjects = prepareSubjects(scratch.folder, [variant.strategy], environmentFor(scenario));
    const { strategy, params } = variant;
    const check = checkOf(scenario);
    const common = { url: services.url, retries, statuses, strategy, params, cycles: 1 };
    const run = async (
      what: JobPurpose & { readonly purpose: ProfileStep },
      flags: readonly string[],
    ): Promise<Reported> => {
      onStep(what.purpose);
      const limits = { flags, signal, timeoutMs: timeout * 1000, onRepeat: services.resetLedger };
      await services.resetLedger();
      const end = reported(await subjects.run({ ...common, ...what }, limits), scenario);
      code.assertUnchanged();
      const { requests = 0 } = await services.readLedger();
      const completeness = check(variant, end.processed, requests);
      if (mayCount(completeness, scenario)) return end;
      throw new BrokenRun({ type: 'failed', failure: incompleteness(completeness) });
    };

    const code = watchCode([variant]);
    // The same schedule for all, or what is alive in one could not be compared with the peak of the other.
    const coarse = await run({ purpose: 'live', search: coarseSearch }, tightSchedule);
    const found = peakOf(coarse);
    const fine = await run({ purpose: 'boundary', search: fineSearch(found) }, tightSchedule);
    const boundary = detailOf(fine, 'boundary').boundary;
    const taken = await run({ purpose: 'profile', boundary, profilePath }, tightSchedule);
    return {
      type: 'taken',
      peakLive: Math.max(found, peakOf(fine)),
      documents: detailOf(taken, 'profile').documents,
      allDocuments: taken.report.ruleCleaner.total,
      alive: detailOf(taken, 'profile').alive,
      profile: JSON.parse(await readFile(profilePath, 'utf8')) as HeapProfile,
    };
  } catch (thrown) {
    if (thrown instanceof BrokenRun) return thrown.broken;
    if (signal.aborted) return { type: 'interrupted' };
    throw thrown;
  } finally {
    await started?.stop();
    await scratch.close();
  }
};

interface ProfileOptions {
  readonly profilePath: string;
  readonly signal: AbortSignal;
  readonly onStep: (step: ProfileStep) => void;
}

class BrokenRun extends Error {
  readonly broken: Broken;
  constructor(broken: Broken) {
    super(broken.type);
    this.broken = broken;
  }
}

const reported = (end: SubjectEnd, scenario: Scenario): Reported => {
  if (end.type === 'interrupted') throw new BrokenRun(end);
  if (end.type === 'reported') return end;
  const failure = toldFailure(end.failure, redactionIn(scenario, null));
  throw new BrokenRun({ type: 'failed', failure });
};

const peakOf = ({ report }: Reported): number => report.metrics.peakLive ?? 0;

type Detail = Reported['report']['detail'];

const detailOf = <Kind extends Detail['kind']>(
  { report: { detail } }: Reported,
  kind: Kind,
): Extract<Detail, { kind: Kind }> => {
  if (detail.kind === kind) return detail as Extract<Detail, { kind: Kind }>;
  throw new Error(`a subject that was asked for a ${kind} reported ${detail.kind}`);
};

import { readFile } from 'node:fs/promises';
import type { HeapProfile } from '../../record/heap-profile.ts';
import type { Failure } from '../../record/journal/sample.ts';
import { coarseSearch, fineSearch } from '../../record/messages/live-grain.ts';
import type { JobPurpose } from '../../record/messages/subject.ts';
import type { MemoryReading } from '../../record/messages/subject-report.ts';
import type { Measurement, Scenario, ScenarioRow } from '../../scenario/scenario.ts';
import { watchCode } from '../environment/code-watch.ts';
import { type OpenRig, openRig, type Rig, runJob, type Trial } from '../rig.ts';
import { surveyed } from '../services/survey.ts';
import { redactionIn, toldFailure } from '../told-outcome.ts';
import { tightSchedule } from './gc-schedule.ts';
import { incompleteness, mayCount } from './take-sample.ts';

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

type Reported = Extract<Trial['end'], { type: 'reported' }>;
type Broken = { readonly type: 'failed'; readonly failure: Failure } | { readonly type: 'interrupted' };

/**
 * Profiles one strategy in three runs: the first tells how high the peak of live memory lies, the second reads it and finds the
 * document after which most is alive; the third stops V8's heap profiler there.
 *
 * @param profilePath where the profile is left for other tools
 */
export const takeProfile = async (
  scenario: Scenario,
  row: ScenarioRow,
  options: ProfileOptions,
): Promise<TakenProfile | Broken> => {
  let rig: OpenRig | undefined;
  try {
    const known = await surveyed({ ...scenario, rows: [row] }, options.signal);
    rig = await openRig('profile', known, options.signal);
    return await takeSteps(rig, row, options);
  } catch (thrown) {
    if (thrown instanceof BrokenRun) return thrown.broken;
    if (options.signal.aborted) return { type: 'interrupted' };
    throw thrown;
  } finally {
    await rig?.close();
  }
};

/** @throws BrokenRun */
const takeSteps = async (
  rig: Rig,
  row: ScenarioRow,
  { profilePath, onStep }: ProfileOptions,
): Promise<TakenProfile> => {
  const { scenario } = rig;
  const run = async (job: JobPurpose & { readonly purpose: ProfileStep }): Promise<Reported> => {
    onStep(job.purpose);
    // The same schedule for all, or what is alive in one could not be compared with the peak of the other.
    const trial = await runJob(rig, row, job, {
      flags: tightSchedule,
      cycles: 1,
      timeoutMs: scenario.timeout * 1000,
    });
    if (trial === null) throw new BrokenRun({ type: 'interrupted' });
    const end = reported(trial.end, scenario);
    code.assertUnchanged();
    if (mayCount(trial.completeness, scenario)) return end;
    throw new BrokenRun({ type: 'failed', failure: incompleteness(trial.completeness, scenario) });
  };

  const code = watchCode([{ ...scenario, rows: [row] }]);
  const coarse = await run({ purpose: 'live', search: coarseSearch });
  const found = peakOf(coarse);
  const fine = await run({ purpose: 'boundary', search: fineSearch(found) });
  const boundary = detailOf(fine, 'boundary').boundary;
  const taken = await run({ purpose: 'profile', boundary, profilePath });
  return {
    type: 'taken',
    peakLive: Math.max(found, peakOf(fine)),
    documents: detailOf(taken, 'profile').documents,
    allDocuments: allItemsOf(taken),
    alive: detailOf(taken, 'profile').alive,
    profile: JSON.parse(await readFile(profilePath, 'utf8')) as HeapProfile,
  };
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

const reported = (end: Trial['end'], scenario: Measurement): Reported => {
  if (end.type === 'reported') return end;
  const failure = toldFailure(end.failure, redactionIn(scenario, null));
  throw new BrokenRun({ type: 'failed', failure });
};

/** Each item is in the log of a sample that ended well. */
const allItemsOf = ({ processed }: Reported): number => processed.length;

const peakOf = ({ report }: Reported): number => report.metrics.peakLive ?? 0;

type Detail = Reported['report']['detail'];

const detailOf = <Kind extends Detail['kind']>(
  { report: { detail } }: Reported,
  kind: Kind,
): Extract<Detail, { kind: Kind }> => {
  if (detail.kind === kind) return detail as Extract<Detail, { kind: Kind }>;
  throw new Error(`a subject that was asked for a ${kind} reported ${detail.kind}`);
};

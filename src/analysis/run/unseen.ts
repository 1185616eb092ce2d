import type { Sample } from '../../record/journal/sample.ts';
import { type MetricName, purposeOf } from '../../record/metrics.ts';
import type { Doubts } from '../../record/run.ts';
import { concernedBy, isUnexplained, type Unseen, type UnseenEvidence } from '../../record/unseen.ts';
import { formatBytes } from '../../units/bytes.ts';
import { formatCount } from '../../units/numbers.ts';
import { isCompleted } from '../statistics/observations.ts';

/**
 * What a row's samples, a pilot's too, tell of memory that its figures leave out; empty for a row whose figures are whole.
 * One sample suffices: what a strategy does in one of its rounds it may do in each.
 */
export const unseenIn = (samples: readonly Sample[]): readonly Unseen[] => {
  const told = samples.filter(isCompleted).flatMap(({ outcome: { unseen } }) => unseen ?? []);
  return [...unexplainedIn(told), ...workersIn(told), ...childrenIn(samples)];
};

const unexplainedIn = (told: readonly UnseenEvidence[]): Unseen[] => {
  const [gravest] = told
    .flatMap(({ resident }) => (resident !== null && isUnexplained(resident) ? resident : []))
    .toSorted((a, b) => b.grew - b.seen - (a.grew - a.seen));
  return gravest === undefined ? [] : [{ kind: 'resident', ...gravest, metrics: concernedBy.resident }];
};

const workersIn = (told: readonly UnseenEvidence[]): Unseen[] => {
  const workers = Math.max(0, ...told.map((one) => one.workers));
  return workers === 0 ? [] : [{ kind: 'workers', workers, metrics: concernedBy.workers }];
};

/** Resident memory of a program is that of all its processes, where nobody told that one was left behind. */
const childrenIn = (samples: readonly Sample[]): Unseen[] => {
  const completed = samples.filter(isCompleted);
  const tellers = completed.filter(({ outcome }) => outcome.unseen?.children === true);
  if (tellers.length === 0) return [];
  const hasAll =
    completed.some(
      ({ outcome: { detail } }) => detail.kind === 'program' && detail.residentOf !== undefined,
    ) && tellers.every(({ purpose }) => purpose !== 'timing');
  const metrics = concernedBy.children.filter((name) => !hasAll || purposeOf(name) !== 'timing');
  return [{ kind: 'children', metrics }];
};

/** By metric, why a row's figure is not all of its memory, so that nothing may be judged by it; undefined where nothing speaks against any. */
export const doubtsFrom = (unseen: readonly Unseen[]): Doubts | undefined => {
  const reasons: Partial<Record<MetricName, string>> = {};
  for (const one of unseen) {
    for (const metric of one.metrics) {
      const before = reasons[metric];
      reasons[metric] =
        `${before === undefined ? 'it is not all of its memory: ' : `${before}; `}${unseenInWords(one)}`;
    }
  }
  return unseen.length === 0 ? undefined : reasons;
};

export const unseenInWords = (unseen: Unseen): string => {
  switch (unseen.kind) {
    case 'resident':
      return `resident memory grew by ${formatBytes(unseen.grew)}, of which the instruments saw ${formatBytes(unseen.seen)}`;
    case 'workers':
      return unseen.workers === 1
        ? 'a Worker ran, whose heap the instruments do not read'
        : `${formatCount(unseen.workers)} Workers ran, whose heaps the instruments do not read`;
    case 'children':
      return 'it started another process, whose memory is not in the figure';
  }
};

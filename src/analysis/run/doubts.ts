import type { AnswerNote } from '../../record/answers.ts';
import type { Sample } from '../../record/journal/sample.ts';
import { type MetricName, metricNames } from '../../record/metrics.ts';
import type { Doubts } from '../../record/run.ts';
import { isCompleted } from '../statistics/observations.ts';
import { doubtsFrom, unseenIn } from './unseen.ts';

/** By metric, why a row's figure cannot be trusted; undefined where nothing speaks against any. */
export const doubtsIn = (samples: readonly Sample[]): Doubts | undefined => {
  const unseen = doubtsFrom(unseenIn(samples));
  const differed = answersIn(samples).find(({ kind }) => kind === 'differed');
  if (differed === undefined) return unseen;
  const why = answersInWords(differed);
  const read = metricNames.filter((name) =>
    samples.some(({ outcome }) => outcome.status === 'completed' && outcome.metrics[name] !== undefined),
  );
  const reasons: Partial<Record<MetricName, string>> = { ...unseen };
  for (const name of read) reasons[name] = reasons[name] === undefined ? why : `${reasons[name]}; ${why}`;
  return reasons;
};

/** What the services did in a row's samples that a reader must know, each kind once: of the sample that has most of it. */
export const answersIn = (samples: readonly Sample[]): readonly AnswerNote[] => {
  const notes = samples.filter(isCompleted).flatMap(({ outcome }) => outcome.answers ?? []);
  return (['failed', 'differed'] as const).flatMap((kind) =>
    notes
      .filter((note) => note.kind === kind)
      .toSorted((a, b) => b.count - a.count)
      .slice(0, 1),
  );
};

export const answersInWords = ({ kind, message, count }: AnswerNote): string => {
  switch (kind) {
    case 'failed':
      return `the services could not answer ${count === 1 ? 'a request' : `${count} requests`}, and it went on: ${message}`;
    case 'differed':
      return `the services answered ${message}${count === 1 ? '' : ` and ${count - 1} more`} otherwise than in an earlier sample`;
  }
};

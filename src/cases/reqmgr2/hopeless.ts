import { longestString } from '../../record/longest-string.ts';
import type { Case } from '../../scenario/case.ts';
import { formatBytes } from '../../units/bytes.ts';
import type { StrategyName } from './catalogue.ts';
import type { Served } from './services.ts';

/** Which answer a strategy takes as one text, by what it is asked for. */
type Whole = 'all statuses' | 'a status' | null;

const wholeAnswerOf: Readonly<Record<StrategyName, (params: Readonly<Record<string, unknown>>) => Whole>> = {
  idle: () => null,
  naive: () => 'all statuses',
  'per-status': () => 'a status',
  'name-then-chunk': () => null,
  sorted: () => 'a status',
  'priority-then-chunk': () => null,
  paged: () => null,
  // Cut by the service to a share that the description does not tell.
  masked: () => null,
  'wmstats-filtered': () => null,
  'couch-direct': () => null,
  'wmcore-client': ({ fetch }) => (fetch === 'naive' ? 'all statuses' : null),
  'wmcore-client-repaired': ({ fetch }) => (fetch === 'naive' ? 'all statuses' : null),
  cached: () => null,
  'line-stream': () => null,
  'document-stream': () => null,
  'row-stream': () => null,
};

/** A text that V8 cannot hold: the client would buffer as much of the answer as the machine has memory, and fail. */
export const whyHopeless: NonNullable<Case['whyHopeless']> = ({ groups, served }, { strategy, params }) => {
  const whole = wholeAnswerOf[strategy as StrategyName](params);
  if (whole === null || served === null) return null;
  const counts = Object.values(groups);
  const items = whole === 'a status' ? Math.max(...counts) : counts.reduce((sum, count) => sum + count, 0);
  const bytes = items * (served as Served).description.documents.meanBytes;
  if (bytes <= longestString) return null;
  return {
    reason: `${strategy} takes ${whole === 'a status' ? 'the answer for a status' : 'one answer for all statuses'} as one text of about ${formatBytes(bytes)}, and V8's longest has ${formatBytes(longestString)}`,
    hopeBelow: longestString / bytes,
  };
};

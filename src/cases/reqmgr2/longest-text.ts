import type { Case } from '../../scenario/case.ts';
import type { StrategyName } from './catalogue.ts';
import type { Served } from './services.ts';

/** Which answer a strategy takes as one text. */
type Whole = 'one answer for all statuses' | 'the answer for a status' | null;

const wholeAnswerOf: Readonly<Record<StrategyName, (params: Readonly<Record<string, unknown>>) => Whole>> = {
  idle: () => null,
  naive: () => 'one answer for all statuses',
  'per-status': () => 'the answer for a status',
  'name-then-chunk': () => null,
  sorted: () => 'the answer for a status',
  'priority-then-chunk': () => null,
  paged: () => null,
  // Cut by the service to a share that the description does not tell.
  masked: () => null,
  'wmstats-filtered': () => null,
  'couch-direct': () => null,
  'wmcore-client': ({ fetch }) => (fetch === 'naive' ? 'one answer for all statuses' : null),
  'wmcore-client-repaired': ({ fetch }) => (fetch === 'naive' ? 'one answer for all statuses' : null),
  cached: () => null,
  'line-stream': () => null,
  'document-stream': () => null,
  'row-stream': () => null,
};

export const longestText: NonNullable<Case['longestText']> = ({ groups, served }, { strategy, params }) => {
  const what = wholeAnswerOf[strategy as StrategyName](params);
  if (what === null || served === null) return null;
  const counts = Object.values(groups);
  const items =
    what === 'the answer for a status' ? Math.max(...counts) : counts.reduce((sum, count) => sum + count, 0);
  return { what, bytes: items * (served as Served).description.documents.meanBytes };
};

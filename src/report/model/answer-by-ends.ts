import { wasStarted } from '../../record/journal/sample.ts';
import type { Result, Run } from '../../record/run.ts';
import { lossesIn } from './figures.ts';

/*
 * Answers where the services misbehave: what each row lost while the items changed, and which rows the faults ended.
 */

export const named = (rows: readonly Pick<Result, 'label'>[]): string =>
  rows.map(({ label }) => label).join(', ');

/** `paged page=20: 78 missed, 6 repeated; no workflow lost or repeated by naive`. Null where nothing changed meanwhile. */
export const byLosses = ({ case: about, scenario, results }: Run): string | null => {
  const churn = scenario.services?.churn ?? null;
  const counted = results.flatMap(({ label, yields, completeness }) =>
    yields === 'workload' && completeness !== null ? [{ label, losses: lossesIn(completeness) }] : [],
  );
  if (churn === null || counted.length === 0) return null;
  const whole = counted.filter(({ losses }) => losses.length === 0);
  const none = `o ${about.words.item} lost or repeated by`;
  if (whole.length === counted.length) return `N${none} any row.`;
  const lossy = counted
    .filter(({ losses }) => losses.length > 0)
    .map(({ label, losses }) => `${label}: ${losses.join(', ')}`);
  return `${[...lossy, ...(whole.length === 0 ? [] : [`n${none} ${named(whole)}`])].join('; ')}.`;
};

/** `The faults were survived by A; not by B (error); C (timeout)`. Null without faults, or where they ended no row. */
export const byFaults = ({ scenario, results }: Run): string | null => {
  if ((scenario.services?.faults ?? []).length === 0) return null;
  const tried = results.filter(
    ({ yields, failure }) => yields === 'workload' && (failure === null || wasStarted(failure)),
  );
  const ended = Map.groupBy(
    tried.filter(({ failure }) => failure !== null),
    ({ failure }) => failure?.kind,
  );
  if (ended.size === 0) return null;
  const alive = tried.filter(({ status }) => status === 'completed');
  const by = [...ended].map(([kind, rows]) => `${named(rows)} (${kind})`).join('; ');
  return `The faults were survived by ${alive.length === 0 ? 'no row' : named(alive)}; not by ${by}.`;
};

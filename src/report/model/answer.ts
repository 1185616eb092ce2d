import { tallyOf, verdictWords } from '../../analysis/claims/claim-words.ts';
import { isResolved } from '../../analysis/run/compare.ts';
import type { JudgedClaim } from '../../record/checks/claims.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Comparison, Result, Run } from '../../record/run.ts';
import { formatLimit } from '../../units/bytes.ts';
import { formatDifference } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { shorten } from '../../units/shorten.ts';
import { byFaults, byLosses, named } from './answer-by-ends.ts';
import { leanestOf, shownPeakOf, workingResultsOf } from './figures.ts';
import { type Block, type Item, items, text } from './report.ts';
import { headlineMetricOf } from './run-tables.ts';

/**
 * What the run says to its scenario's question, in one sentence. The scenario may name the metric that it is about; a run
 * without one, or without its figures, answers by what it has: who lives within which limit, which claims are right, who
 * loses items or is ended by faults, which row is the fastest within what memory, or which needs the least.
 */
export const answerTo = (run: Run): Block[] => {
  const metric = run.scenario.question?.metric;
  const asked = metric === undefined ? null : byMetric(run, metric);
  if (asked !== null) return [text(asked, 'strong')];
  const lives = byLimits(run);
  if (lives !== null) return [text(lives, 'strong')];
  if (run.claims.length > 1)
    return [text(`${tallyOf(run.claims)}.`, 'strong'), items(run.claims.map(claimItem))];
  const sentence =
    byLosses(run) ??
    byFaults(run) ??
    (hasMatrix(run) ? byFront(run, 'wallTime') : null) ??
    byRuntime(run, null);
  return sentence === null ? [] : [text(sentence, 'strong')];
};

const byMetric = (run: Run, metric: MetricName): string | null => {
  if (metric === 'minContainer') return byLimits(run) ?? byRuntime(run, metric);
  return (metrics[metric].unit === 'ms' ? byFront(run, metric) : null) ?? byRuntime(run, metric);
};

/** Whether the scenario spreads a strategy into several rows. */
const hasMatrix = ({ results }: Run): boolean =>
  [...Map.groupBy(results, ({ strategy }) => strategy).entries()].some(
    ([strategy, rows]) => strategy !== 'command' && rows.filter(({ program }) => program === null).length > 1,
  );

/** `750 MiB is enough for line-stream; 2 GiB for naive`. */
const byLimits = (run: Run): string | null => {
  const tried = run.results.filter(
    ({ strategy, containerLimits }) => strategy !== 'idle' && containerLimits.some(({ tries }) => tries > 0),
  );
  if (tried.length === 0) return null;
  const enough = Map.groupBy(tried, ({ containerLimits }) =>
    Math.min(
      ...containerLimits
        .filter(({ tries, survived }) => tries > 0 && survived === tries)
        .map(({ limitBytes }) => limitBytes),
    ),
  );
  return `${[...enough]
    .toSorted(([a], [b]) => a - b)
    .map(([limit, rows]) =>
      limit === Infinity ? `no tried limit for ${named(rows)}` : `${formatLimit(limit)} for ${named(rows)}`,
    )
    .join('; ')
    .replace(' for ', ' is enough for ')}.`;
};

/** A step to less memory is told if it saves at least this share: a slower row that saves less is no choice. */
const leastSaving = 0.05;

/**
 * `Fastest: A, 1.80 s with 28.8 MB of peak live; within 20.9 MB: B, 2.01 s`, of the runtime that most rows have, since the bases of
 * two differ. Null without both figures of two rows.
 */
const byFront = (run: Run, metric: MetricName): string | null => {
  const [most = []] = [...Map.groupBy(workingResultsOf(run), ({ runtime }) => runtime).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  const both = most.flatMap((result) => {
    const [time, memory] = [result.metrics[metric], result.metrics.peakLive];
    return time === undefined || memory === undefined || result.doubts?.peakLive !== undefined
      ? []
      : [{ label: result.label, time: time.median, memory: memory.median }];
  });
  if (both.length < 2) return null;
  const steps: typeof both = [];
  for (const row of both.toSorted((a, b) => a.time - b.time)) {
    const last = steps.at(-1);
    if (last === undefined || row.memory < last.memory * (1 - leastSaving)) steps.push(row);
  }
  const { unit } = metrics[metric];
  return `${steps
    .map(({ label, time, memory }, i) => {
      const [took, held] = [formatQuantity(time, unit), formatQuantity(memory, 'bytes')];
      return i === 0
        ? `Fastest: ${label}, ${took} with ${held} of ${metrics.peakLive.title}${savingOf(comparisonOf(run, label, metric))}`
        : `within ${held}: ${label}, ${took}`;
    })
    .join('; ')}.`;
};

const savingOf = (comparison: Comparison | undefined): string =>
  comparison?.verdict === 'lower'
    ? ` (${formatDifference(comparison.ratio)} ${metrics[comparison.metric].title} than ${comparison.to})`
    : '';

/** Which row of each runtime has the least of a metric, and how the reference compares. */
const byRuntime = (run: Run, asked: MetricName | null): string | null => {
  const groups = [...Map.groupBy(workingResultsOf(run), ({ runtime }) => runtime).values()];
  const sentences = groups.flatMap((rows) => {
    const [first] = rows;
    const metric = asked ?? (first && headlineMetricOf(run, first.runtime)) ?? shownPeakOf(run);
    return metric === null ? [] : (leastInWords(run, rows, metric) ?? []);
  });
  return sentences.length === 0 ? null : `${sentences.join('. ')}.`;
};

const leastInWords = (run: Run, rows: readonly Result[], metric: MetricName): string | null => {
  const least = leanestOf(
    rows.filter(({ doubts }) => doubts?.[metric] === undefined),
    metric,
  );
  const summary = least?.metrics[metric];
  if (least === undefined || summary === undefined) return null;
  const { title, unit, better } = metrics[metric];
  const [most, more] = better === 'less' ? ['Lowest', 'less'] : ['Highest', 'more'];
  const figure = formatQuantity(summary.median, unit);
  const against = (label: string) => comparisonOf(run, label, metric);
  const own = against(least.label);
  if (own?.verdict === 'no difference') {
    return isResolved(own)
      ? `No row has ${more} ${title} than ${own.to}`
      : `Whether a row has ${more} ${title} than ${own.to} is not resolved`;
  }
  const others = rows.filter((row) => row !== least && against(row.label) !== undefined);
  return [
    `${most} ${title}: ${least.label}, ${figure}${own === undefined ? '' : ` (${differsBy(own)} than ${own.to})`}`,
    ...(others.length <= mostOthers ? others : []).map(
      ({ label }) => `${label}: ${differsBy(against(label) as Comparison)}`,
    ),
  ].join('; ');
};

/** Other rows that one sentence can take. */
const mostOthers = 2;

const comparisonOf = ({ comparisons }: Run, label: string, metric: MetricName): Comparison | undefined =>
  comparisons.find((one) => one.label === label && one.metric === metric);

const differsBy = ({ ratio, verdict }: Comparison): string =>
  verdict === 'no difference' ? 'no difference' : formatDifference(ratio);

/** A claim's verdict; of several readings with different ones, how many confirm it. */
const claimItem = ({ id, says, who, judgements }: JudgedClaim): Item => {
  const verdicts = new Set(judgements.map(({ verdict }) => verdict));
  const [only] = verdicts;
  const confirmed = judgements.filter(({ verdict }) => verdict === 'holds').length;
  const mark =
    verdicts.size === 1 && only !== undefined
      ? verdictWords[only]
      : `${confirmed} of ${judgements.length} ${verdictWords.holds}`;
  const words = `“${shorten(says, longestWords)}” (${who})`;
  return { mark, tone: 'plain', text: `${id}. ${words}`, line: `${id}. ${mark}: ${words}` };
};

/** Characters: about a line of a terminal with what stands around them. */
const longestWords = 60;

import { differenceInWords } from '../../analysis/claims/claim-words.ts';
import { isResolved } from '../../analysis/run/compare.ts';
import { isWithoutServices } from '../../record/case.ts';
import type { LimitTry } from '../../record/messages/subject-report.ts';
import { metricNames, metrics } from '../../record/metrics.ts';
import { meaningOf } from '../../record/rows.ts';
import type { Comparison, Result, Run } from '../../record/run.ts';
import { formatBytes, formatLimit } from '../../units/bytes.ts';
import { formatChange, formatCount, formatShortly } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { idleOf } from './figures.ts';
import type { Item, Term } from './report.ts';
import { endingInWords, headlineComparison, isFrontShown, isWorthTelling, toneOf } from './run-tables.ts';

/*
 * A run in sentences of plain text, unescaped, which every format shows in its own way.
 */

/** `5,000 requests by 20 connections after 500 to warm up`; nothing where no server is put under load. */
export const loadInWords = ({ load }: Run['scenario']): string[] => {
  if (load === undefined) return [];
  const warmup = load.warmup === 0 ? '' : ` after ${formatCount(load.warmup)} to warm up`;
  return [`${formatCount(load.requests)} requests by ${formatCount(load.connections)} connections${warmup}`];
};

/** What was measured: workload, seed, scale, load, Node, samples. */
export const subjectOf = (run: Run): string =>
  [
    ...(isWithoutServices(run.case) ? [] : fetchedInWords(run)),
    ...loadInWords(run.scenario),
    `Node ${run.environment.node.replace(/^v/, '')}`,
    samplesInWords(run.scenario.samples),
  ].join(', ');

const fetchedInWords = ({ case: { words }, scenario, workload }: Run): string[] =>
  scenario.target === true
    ? [`${formatCount(workload.items)} ${words.items} of a real service`]
    : [
        `${formatCount(workload.items)} ${words.items}`,
        // Of handlers nobody knows.
        ...(workload.bytes > 0
          ? [`${formatBytes(workload.bytes)} (${formatBytes(workload.meanBytes)} each)`]
          : []),
        `seed ${scenario.seed}`,
        `scale ${scenario.scale}`,
      ];

const samplesInWords = (count: number): string => `${count} ${count === 1 ? 'sample' : 'samples'}`;

/** What a reader must know beside the comparisons: what every row has, and whether memory grows. */
export const asideLines = (run: Run): string[] =>
  [idleLines(run), residentLines(run), processLines(run), frontLines(run), growthLines(run)].flat();

/** What is not the kernel's mark is called so. */
const residentLines = ({ results }: Run): string[] => {
  const summed = results.filter(({ residentOf }) => residentOf === 'sum of samples');
  return summed.length === 0
    ? []
    : [
        `${summed.map(({ label }) => label).join(', ')}: peak RSS is a sum over several processes, of samples taken every 20 ms; the largest process has the kernel's mark.`,
      ];
};

/** Of a program of several processes each that was read from inside, with the figure by which the largest is the row's. */
const processLines = ({ results }: Run): string[] =>
  results.flatMap(({ label, processes }) => {
    const told = processes.map(({ name, role, metrics: figures }) => {
      const metric = (['peakLive', 'peakTotal', 'tracedPeak'] as const).find(
        (one) => figures[one] !== undefined,
      );
      const figure =
        metric === undefined ? '' : ` ${metrics[metric].title} ${formatBytes(figures[metric] ?? 0)}`;
      return `${name}${figure}${roleInWords[role]}`;
    });
    return told.length === 0 ? [] : [`${label}, its processes: ${told.join('; ')}.`];
  });

const roleInWords: Readonly<Record<Run['results'][number]['processes'][number]['role'], string>> = {
  program: ', whose figures these are',
  launcher: ', which only starts others',
  other: '',
};

/** What every row has before it fetches an item; none if `idle` has no figures. */
const idleLines = (run: Run): string[] => {
  const idle = idleOf(run);
  const shown = (['peakLive', 'peakHeap', 'peakRss', 'wallTime'] as const).flatMap((name) => {
    const summary = idle?.metrics[name];
    return summary === undefined
      ? []
      : `${metrics[name].title} ${formatQuantity(summary.median, summary.unit)}`;
  });
  return idle === undefined || shown.length === 0
    ? []
    : [`${idle.label} ${idleInWords(run)}: ${shown.join(', ')}. Every other row includes this.`];
};

export const idleInWords = ({ case: about }: Pick<Run, 'case'>): string =>
  isWithoutServices(about) ? 'does nothing' : `fetches no ${about.words.item}`;

/** The comparison of each strategy but idle, by the first metric by which its runtime's rows are compared. */
export const comparisonItems = (run: Run): Item[] =>
  run.results
    .filter(
      ({ strategy, program, yields }) => strategy !== 'idle' && (program === null || yields === 'workload'),
    )
    .flatMap((result) => headlineComparison(run, result) ?? [])
    .map((comparison) => {
      const sentence = comparisonInWords(comparison);
      return {
        mark: formatShortly(comparison.ratio),
        tone: comparison.verdict === 'no difference' ? 'open' : toneOf(comparison),
        text: sentence,
        line: sentence,
      };
    });

/** `name-then-chunk chunk=100: 96 % less peak live than naive (3 samples)`. */
const comparisonInWords = (comparison: Comparison): string => {
  const { label, to, metric, ratio, range, rounds, ci95, verdict } = comparison;
  const [low, high] = (ci95 ?? range).map(formatChange);
  const samples = samplesInWords(rounds);
  const certainty =
    ci95 !== null
      ? `95 % interval ${low} to ${high}`
      : low === high
        ? samples
        : `${low} to ${high} in ${samples}`;
  if (!isResolved(comparison)) {
    return `${label}: not resolved whether ${metrics[metric].title} differs from ${to} (${certainty})`;
  }
  const found = differenceInWords({ of: label, to, metric }, verdict === 'no difference' ? 1 : ratio);
  return `${found} (${certainty})`;
};

/** Which rows are worth choosing between; empty where there are too few to need it. */
const frontLines = (run: Run): string[] => {
  if (!isFrontShown(run)) return [];
  const on = run.results.filter(({ onParetoFront }) => onParetoFront === true).map(({ label }) => label);
  const others = new Set(
    run.results.filter((one) => one.onParetoFront !== null).map(({ runtime }) => runtime),
  );
  const other = others.size > 1 ? 'other row of its runtime' : 'other row';
  return [`Pareto front (no ${other} has both less wall time and less peak live): ${on.join('; ')}`];
};

/** Whether memory grows from cycle to cycle in one process, or from request to request, for each row of which that was measured. */
const growthLines = ({ results }: Run): string[] =>
  results.flatMap(({ label, growth, metrics: { growthPerCycle, growthPerRequest } }) => {
    const slope = growthPerCycle ?? growthPerRequest;
    if (growth === undefined || slope?.ci95 == null) return [];
    const [what, unit] =
      growthPerCycle === undefined
        ? (['settled memory', 'request'] as const)
        : (['live memory', 'cycle'] as const);
    const [low, high] = slope.ci95.map((bound) => formatQuantity(bound, 'bytes'));
    const change = formatQuantity(slope.median, 'bytes');
    return [
      `${label}: ${what} changes by ${change} a ${unit} (95 % interval ${low} to ${high}): ${growthInWords(growth, unit)}`,
    ];
  });

const growthInWords = (
  { verdict, resolution, enough }: NonNullable<Result['growth']>,
  unit: 'cycle' | 'request',
): string => {
  const resolved = `a growth of ${formatQuantity(2 * resolution, 'bytes')} a ${unit} would be found`;
  if (verdict === 'grows') return 'it grows';
  return verdict === 'settles'
    ? `it settles; ${resolved}`
    : `not decided; about ${formatCount(enough ?? 0)} ${unit}s would decide`;
};

/** How the lowest limits were found: each limit that was tried, and how many tries survived. */
export const searchLines = ({ results }: Run): string[] =>
  (
    [
      ['heap', 'floorProbes'],
      ['container', 'containerProbes'],
    ] as const
  ).flatMap(([what, probes]) =>
    results
      .filter((result) => result[probes].length > 0)
      .map((result) => `${result.label}, ${what} limits tried: ${tried(result[probes])}`),
  );

/** What the words of the table of limits mean, of those that it has; and what could not be tried. */
export const limitLines = ({ results }: Run): string[] => {
  const tries = results.flatMap(({ containerLimits }) => containerLimits).filter((probe) => probe.tries > 0);
  const endings = new Set(tries.flatMap((probe) => probe.endings).map(endingInWords));
  return [
    ...(tries.length > 0
      ? [
          'lives: completed three times out of three in a container of this limit (page cache included, no swap)',
        ]
      : []),
    ...Object.entries(limitWords).flatMap(([word, meaning]) =>
      endings.has(word) ? [`${word}: ${meaning}`] : [],
    ),
    ...untriedLines(results),
  ];
};

const limitWords = {
  killed: 'the kernel ended it, because the container was full',
  'out of memory':
    'its runtime gave up before the container was full, as V8 does at the heap limit that Node derives from the container',
  thrashes: 'it took many times as long as without a limit',
};

/** Limits without a try that counts, and why: rows with the same reason on one line. */
const untriedLines = (results: Run['results']): string[] => {
  const untried = results.flatMap(({ label, containerLimits }) =>
    containerLimits
      .filter(({ tries }) => tries === 0)
      .map(({ limitBytes, endings }) => ({
        label,
        lack: `no result in ${formatLimit(limitBytes)}: ${endings.join(', ')}`,
      })),
  );
  return [...Map.groupBy(untried, ({ lack }) => lack)].map(
    ([lack, rows]) => `${rows.map(({ label }) => label).join(', ')}: ${lack}`,
  );
};

const tried = (probes: readonly LimitTry[]): string =>
  probes
    .map(({ limitBytes, survived, tries, endings }) => {
      const how = endings.length > 0 ? ` (${endings.map(endingInWords).join(', ')})` : '';
      return `${limitBytes / 2 ** 20} MiB survived ${survived} of ${tries}${how}`;
    })
    .join('; ');

/** Why strategies failed, and whether that was expected. */
export const failureItems = ({ results }: Run): Item[] =>
  results.flatMap(({ label, failure, expect }): Item[] => {
    if (failure === null) return [];
    if (failure.kind === 'not-installed') {
      return [{ mark: 'skipped', tone: 'open', text: `${label}: ${failure.message}` }];
    }
    const isMeant = expect === 'fails';
    return [
      {
        mark: isMeant ? 'failed, as expected' : 'failed',
        tone: isMeant ? 'known' : 'bad',
        text: `${label}: ${failure.kind}: ${failure.message}`,
      },
    ];
  });

/** Which figures completed strategies lack, those with the same reason together. */
export const unavailableLines = ({ results }: Run): string[] => {
  const lacks = results
    .filter(({ status }) => status === 'completed')
    .flatMap(({ label, unavailable }) => {
      const missing = metricNames.filter((name) => unavailable[name] !== undefined);
      const byReason = Map.groupBy(missing, (name) => unavailable[name]);
      return [...byReason].map(([reason, names]) => ({
        label,
        lack: `no ${names.map((name) => metrics[name].title).join(', ')} (${reason})`,
      }));
    });
  return [...Map.groupBy(lacks, ({ lack }) => lack)].map(
    ([lack, rows]) => `${rows.map(({ label }) => label).join(', ')}: ${lack}`,
  );
};

/** What the figures mean, of those metrics that the run has. */
export const meanings = ({ results }: Run): Term[] =>
  metricNames
    .filter((name) => results.some(({ metrics: figures }) => isWorthTelling(name, figures[name])))
    .map((name) => {
      const { title, meaning } = metrics[name];
      const others = (['program', 'server'] as const).flatMap((kind) => {
        const row = results.find(({ program }) => program !== null && kind === kindOf(program));
        const meant = row === undefined ? undefined : meaningOf(name, row);
        return meant === undefined ? [] : `a ${kind}: ${meant}`;
      });
      return {
        term: title,
        meaning: `${meaning}${others.length === 0 ? '' : ` (${others.join('; ')})`}`,
        isDetail: metrics[name].table === 'further',
      };
    });

const kindOf = ({ server }: NonNullable<Result['program']>): 'program' | 'server' =>
  server === undefined ? 'program' : 'server';

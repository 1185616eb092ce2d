import type { CaseWords } from '../../record/case.ts';
import type {
  Bound,
  ClaimFigure,
  Judge,
  JudgedClaim,
  Judgement,
  MoreRounds,
  QuantityName,
  Spread,
  WorkloadSize,
} from '../../record/checks/claims.ts';
import { type MetricName, metrics, type Unit } from '../../record/metrics.ts';
import { formatCount, formatDifference, formatRatio, formatTimes } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';

/*
 * Claims and their verdicts in plain text, unescaped, which every format shows in its own way.
 */

type VerdictName = Judgement['verdict'];

/** As a reader is told it; `run.json` has its own words from the start. */
export const verdictWords: Readonly<Record<VerdictName, string>> = {
  holds: 'confirmed',
  fails: 'refuted',
  undecided: 'not resolved',
  'not measurable': 'not measurable',
};

/** `13 claims in 14 readings: 4 confirmed, 8 refuted, 1 not resolved, 1 not measurable`. */
export const tallyOf = (claims: readonly JudgedClaim[]): string => {
  const verdicts = claims.flatMap(({ judgements }) => judgements.map(({ verdict }) => verdict));
  const counts = (Object.keys(verdictWords) as VerdictName[]).flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count === 0 ? [] : `${count} ${verdictWords[verdict]}`;
  });
  const of = `${claims.length} ${claims.length === 1 ? 'claim' : 'claims'}`;
  const subject = verdicts.length === claims.length ? of : `${of} in ${verdicts.length} readings`;
  return `${subject}: ${counts.join(', ')}`;
};

/** `Refuted`; with what a reader must know of it: that it was not expected, that it rests on one sample. */
export const verdictOf = (judgement: Judgement): string => {
  const [first = '', ...rest] = verdictWords[judgement.verdict];
  const unexpected = isSurprise(judgement) ? ', not as expected' : '';
  return `${first.toUpperCase()}${rest.join('')}${unexpected}${isOneSample(judgement) ? ' (1 sample)' : ''}`;
};

/** A figure read once has a range of no width, which never lies over a bound. */
const isOneSample = (judgement: Judgement): boolean =>
  (judgement.verdict === 'holds' || judgement.verdict === 'fails') &&
  judgement.figures.at(-1)?.spread?.readings === 1;

/** Whether the verdict is decided, and not as expected. */
export const isSurprise = ({ verdict, expect }: Judgement): boolean =>
  (verdict === 'holds' || verdict === 'fails') && verdict !== expect;

/** What was found: `line-stream: 36 % less peak live than naive`; what was asked where there is no figure. */
export const foundOf = (judgement: Judgement, words: CaseWords): string => {
  const { judge } = judgement;
  const judged = judgement.verdict === 'not measurable' ? undefined : judgement.figures.at(-1);
  switch (judge.kind) {
    case 'compare':
      return judged === undefined
        ? `${metrics[judge.metric].title} of ${judge.of} against ${judge.to}`
        : differenceInWords(judge, judged.value);
    case 'value': {
      const above = judge.aboveIdle ? ' above idle' : '';
      const name = isMetric(judge.quantity)
        ? `${metrics[judge.quantity].title} of ${judge.of}`
        : `${words.items} ${judge.quantity} by ${judge.of}`;
      return judged === undefined
        ? `${name}${above}`
        : `${name}: ${formatFigure(judged.value, judged.unit)}${above}`;
    }
    case 'growth': {
      const name = `${metrics[judge.metric].title} of ${judge.of} above idle grows with ${sizeInWords(judge.against, words)}`;
      return judged === undefined ? name : `${name} by an exponent of ${formatExponent(judged.value)}`;
    }
    case 'paretoFront':
      return `${frontWords[judgement.verdict]} is both faster and leaner than ${judge.of}`;
    case 'fails': {
      const [of, failed] =
        judged === undefined ? [] : (judgement as { figures: readonly ClaimFigure[] }).figures;
      const how = judge.because === null ? '' : ` (${judge.because})`;
      return of === undefined || failed === undefined
        ? `${judge.of} fails${how}`
        : `${judge.of} failed in ${failed.value} of ${of.value} samples${how}`;
    }
    case 'notMeasurable':
      return '';
  }
};

const frontWords: Readonly<Record<VerdictName, string>> = {
  holds: 'no other strategy',
  fails: 'another strategy',
  undecided: 'perhaps another strategy',
  'not measurable': 'whether another strategy',
};

/** `line-stream: 36 % less peak live than naive`; `naive: 13.5 times the peak live of line-stream`. */
export const differenceInWords = (
  { of, to, metric }: { readonly of: string; readonly to: string; readonly metric: MetricName },
  ratio: number,
): string => {
  const difference = formatDifference(ratio);
  const { title } = metrics[metric];
  if (difference === 'as much') return `${of}: the same ${title} as ${to}`;
  return ratio >= 2
    ? `${of}: ${formatTimes(ratio)} times the ${title} of ${to}`
    : `${of}: ${difference} ${title} than ${to}`;
};

/** What a workload may grow by, in words. */
export const sizeInWords = (size: WorkloadSize, { item, items }: CaseWords): string =>
  ({ items: `the number of ${items}`, meanBytes: `the size of a ${item}`, nesting: 'the depth of nesting' })[
    size
  ];

/** What was claimed, how the words were taken, and the figures; or why there is no verdict. */
export const groundsOf = (judgement: Judgement): string => {
  const [claimed, circumstances] = [claimedOf(judgement.judge), circumstancesOf(judgement)];
  const asked = [
    claimed === '' ? '' : `claimed: ${claimed}`,
    circumstances === '' ? '' : `(${circumstances})`,
  ].filter((part) => part !== '');
  return [asked.join(' '), ...reasonsOf(judgement)].filter((part) => part !== '').join('; ');
};

/** The bound in words; empty where the claim has none. */
const claimedOf = (judge: Judge): string => {
  switch (judge.kind) {
    case 'compare':
      return ratioBoundInWords(judge.bound);
    case 'value':
      return boundInWords(judge.bound, (limit) => formatQuantity(limit, unitOf(judge.quantity)));
    case 'growth':
      return `exponent ${boundInWords(judge.bound, String)}`;
    case 'paretoFront':
    case 'fails':
    case 'notMeasurable':
      return '';
  }
};

/** How the words were taken and where that was measured: `letter, Node, measurement balanced`. */
const circumstancesOf = ({ name, runtime, measurement, judge }: Judgement): string =>
  [
    name,
    judge.kind === 'notMeasurable' ? null : nameOfRuntime(runtime),
    measurement === null ? null : `measurement ${measurement}`,
  ]
    .filter((part) => part !== null)
    .join(', ');

/** Known ones as they are written; one of a user's own as the scenario calls it. */
const nameOfRuntime = (runtime: Judgement['runtime']): string => runtimeNames.get(runtime) ?? runtime;
const runtimeNames = new Map([
  ['node', 'Node'],
  ['python', 'Python'],
]);

/** The figures that a verdict rests on, or why there is none; and what would decide an undecided one. */
const reasonsOf = (judgement: Judgement): string[] => {
  if (judgement.verdict === 'not measurable') return [judgement.why];
  const { figures, judge } = judgement;
  const hasBound = 'bound' in judge;
  const told = figures.map((figure, i) => figureInWords(figure, hasBound && i === figures.length - 1, judge));
  const open = judgement.verdict === 'undecided' ? [roundsInWords(judgement.rounds)] : [];
  return [...told.toReversed(), ...open];
};

/** How far the figure of an undecided judgement reaches, and over what; or why it is open. */
export const reachOf = ({ judge, figures, rounds }: Extract<Judgement, { verdict: 'undecided' }>): string => {
  const judged = figures.at(-1);
  if (!('bound' in judge) || judged?.spread == null) {
    return rounds.kind === 'unknown' ? rounds.why : 'it lies over its bound';
  }
  const format = (value: number): string =>
    judged.unit === 'ratio' ? formatDifference(value) : formatFigure(value, judged.unit);
  const { low, high } = judged.spread;
  return `${format(low)} to ${format(high)}, claimed ${claimedOf(judge)}`;
};

const figureInWords = (
  { name, value, unit, spread }: ClaimFigure,
  isJudged: boolean,
  judge: Judge,
): string => {
  const text = `${name} ${formatFigure(value, unit)}`;
  return isJudged && spread !== null && spread.readings > 1
    ? `${text} (${spreadInWords(spread, unit, judge.kind === 'growth' ? 'readings' : 'samples')})`
    : text;
};

/** @param many growth has a reading for each round and size */
const spreadInWords = (
  { kind, low, high, readings }: Spread,
  unit: ClaimFigure['unit'],
  many: 'readings' | 'samples',
): string => {
  const from = kind === 'ci95' ? '95 % interval ' : '';
  return `${from}${formatFigure(low, unit)} to ${formatFigure(high, unit)}, ${readings} ${many}`;
};

const roundsInWords = (more: MoreRounds): string => {
  switch (more.kind) {
    case 'about':
      return `about ${formatCount(more.rounds)} samples would decide it, if the figure stays the same`;
    case 'at least':
      return `needs ${more.rounds} samples: use --samples ${more.rounds}`;
    case 'unknown':
      return `more samples may not help: ${more.why}`;
  }
};

const formatFigure = (value: number, unit: ClaimFigure['unit']): string =>
  unit === 'ratio'
    ? formatCloseRatio(value)
    : unit === 'exponent'
      ? formatExponent(value)
      : formatQuantity(value, unit);

/** Close to 1 with a digit more than a hundredth of a per cent has: claims are made about such differences. */
const formatCloseRatio = (ratio: number): string =>
  Math.abs(ratio - 1) < 0.02 ? ratio.toFixed(5) : formatRatio(ratio);

const formatExponent = (exponent: number): string => exponent.toFixed(2).replace('-0.00', '0.00');

/** A ratio of at most 0.95 is at least 5 % less. */
const ratioBoundInWords = (bound: Bound): string =>
  bound.kind !== 'between' && bound.limit < 1
    ? `at ${bound.kind === 'atMost' ? 'least' : 'most'} ${formatDifference(bound.limit)}`
    : boundInWords(bound, formatDifference);

const boundInWords = (bound: Bound, format: (limit: number) => string): string =>
  bound.kind === 'between'
    ? `${format(bound.limits[0])} to ${format(bound.limits[1])}`
    : `at ${bound.kind === 'atMost' ? 'most' : 'least'} ${format(bound.limit)}`;

const unitOf = (name: QuantityName): Unit => (isMetric(name) ? metrics[name].unit : 'count');
const isMetric = (name: QuantityName): name is MetricName => Object.hasOwn(metrics, name);

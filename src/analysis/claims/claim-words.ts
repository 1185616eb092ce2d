import type {
  Bound,
  ClaimFigure,
  Judge,
  JudgedClaim,
  Judgement,
  MoreRounds,
  QuantityName,
  Spread,
} from '../../record/claims.ts';
import { metrics, type Unit } from '../../record/metrics.ts';
import { formatCount, formatRatio } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';

/*
 * Claims and their verdicts in plain text, unescaped, which every format shows in its own way.
 */

type VerdictName = Judgement['verdict'];

/** `13 claims in 14 readings: 4 hold, 8 fail, 1 not resolved, 1 not measurable`. */
export const tallyOf = (claims: readonly JudgedClaim[]): string => {
  const verdicts = claims.flatMap(({ judgements }) => judgements.map(({ verdict }) => verdict));
  const counts = (Object.keys(verdictWords) as VerdictName[]).flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count === 0 ? [] : `${count} ${verdictWords[verdict][count === 1 ? 'one' : 'several']}`;
  });
  const of = `${claims.length} ${claims.length === 1 ? 'claim' : 'claims'}`;
  const subject = verdicts.length === claims.length ? of : `${of} in ${verdicts.length} readings`;
  return `${subject}: ${counts.join(', ')}`;
};

/** As a check calls it, what lies over its bound is not resolved; `run.json` has called it undecided from the start. */
const verdictWords = {
  holds: { one: 'holds', several: 'hold' },
  fails: { one: 'fails', several: 'fail' },
  undecided: { one: 'not resolved', several: 'not resolved' },
  'not measurable': { one: 'not measurable', several: 'not measurable' },
} as const satisfies Record<VerdictName, { one: string; several: string }>;

/** How the words were taken and where that was measured: `letter, Node, balanced`. */
const circumstancesOf = ({ name, runtime, measurement, judge }: Judgement): string =>
  [
    name,
    judge.kind === 'notMeasurable' ? null : nameOfRuntime(runtime),
    measurement === null ? null : `measured in ${measurement}`,
  ]
    .filter((part) => part !== null)
    .join(', ');

/** Known ones as they are written; one of a user's own as the scenario calls it. */
const nameOfRuntime = (runtime: Judgement['runtime']): string => runtimeNames.get(runtime) ?? runtime;
const runtimeNames = new Map([
  ['node', 'Node'],
  ['python', 'Python'],
]);

/** What was asked, how the words were taken, and where that was measured; empty where there is nothing to say. */
export const askedOf = (judgement: Judgement): string => {
  const [question, circumstances] = [questionOf(judgement.judge), circumstancesOf(judgement)];
  return question === '' || circumstances === ''
    ? question + circumstances
    : `${question} (${circumstances})`;
};

/** The verdict, whether it is the one that the scenario expects, and whether nothing is known of its scatter. */
export const verdictOf = (judgement: Judgement): string => {
  const { verdict, expect } = judgement;
  if (verdict !== 'holds' && verdict !== 'fails') return verdictWords[verdict].one;
  const expected =
    verdict === expect
      ? verdict === 'holds'
        ? ''
        : ', as expected'
      : `, and was expected to ${expect === 'holds' ? 'hold' : 'fail'}`;
  return `${verdict}${expected}${isOneReading(judgement) ? ' (one reading)' : ''}`;
};

/** How far the figure of an undecided judgement reaches, and over what; or why it is open. */
export const reachOf = ({ judge, figures, rounds }: Extract<Judgement, { verdict: 'undecided' }>): string => {
  const judged = figures.at(-1);
  if (!('bound' in judge) || judged?.spread == null) {
    return rounds.kind === 'unknown' ? rounds.why : 'it lies over its bound';
  }
  const format = (value: number): string => formatFigure(value, judged.unit);
  const { low, high } = judged.spread;
  return `${judged.name} ${format(low)} to ${format(high)}, claimed ${boundInWords(judge.bound, format)}`;
};

/** A figure read once has a range of no width, which never lies over a bound. */
const isOneReading = (judgement: Judgement): boolean =>
  'figures' in judgement && judgement.figures.at(-1)?.spread?.readings === 1;

/** Whether the verdict is decided, and not as expected. */
export const isSurprise = ({ verdict, expect }: Judgement): boolean =>
  (verdict === 'holds' || verdict === 'fails') && verdict !== expect;

/** What was asked, in a sentence. */
const questionOf = (judge: Judge): string => {
  switch (judge.kind) {
    case 'compare':
      return `${metrics[judge.metric].title} of ${judge.of} against ${judge.to}: a ratio of ${boundInWords(judge.bound, String)}`;
    case 'value': {
      const limit = (value: number): string => formatQuantity(value, unitOf(judge.quantity));
      const above = judge.aboveFloor ? ', above idle' : '';
      return `${titleOf(judge.quantity)} ${judge.of}${above}: ${boundInWords(judge.bound, limit)}`;
    }
    case 'growth':
      return `growth of ${metrics[judge.metric].title} of ${judge.of} with ${sizeNames[judge.against]}: an exponent of ${boundInWords(judge.bound, String)}`;
    case 'paretoFront':
      return `no other strategy is both faster and leaner than ${judge.of}`;
    case 'fails':
      return `${judge.of} fails${judge.because === null ? '' : `: ${judge.because}`}`;
    case 'notMeasurable':
      return '';
  }
};

/** What a workload may grow by, in words. */
export const sizeNames = {
  workflows: 'the number of workflows',
  meanBytes: 'the size of a document',
  nesting: 'the depth of nesting',
} as const;

/** The figures that a verdict rests on, or why there is none; and what would decide an undecided one. */
export const groundsOf = (judgement: Judgement): string => {
  if (judgement.verdict === 'not measurable') return judgement.why;
  const { figures, judge } = judgement;
  const hasBound = 'bound' in judge;
  const told = figures.map((figure, i) => figureInWords(figure, hasBound && i === figures.length - 1, judge));
  const open = judgement.verdict === 'undecided' ? [roundsInWords(judgement.rounds)] : [];
  return [...told.toReversed(), ...open].join('; ');
};

const figureInWords = (
  { name, value, unit, spread }: ClaimFigure,
  isJudged: boolean,
  judge: Judge,
): string => {
  const text = `${name} ${formatFigure(value, unit)}`;
  return isJudged && spread !== null && spread.readings > 1
    ? `${text} (${spreadInWords(spread, unit, countedBy(judge))})`
    : text;
};

const spreadInWords = (
  { kind, low, high, readings }: Spread,
  unit: ClaimFigure['unit'],
  one: 'reading' | 'round' | 'sample',
): string => {
  const from = kind === 'ci95' ? '95 % interval ' : '';
  return `${from}${formatFigure(low, unit)} to ${formatFigure(high, unit)} over ${readings} ${one}s`;
};

/** What a spread is counted in: growth has a reading for each round and size, a loss one for each sample. */
const countedBy = (judge: Judge): 'reading' | 'round' | 'sample' => {
  switch (judge.kind) {
    case 'growth':
      return 'reading';
    case 'value':
      return isMetric(judge.quantity) ? 'round' : 'sample';
    case 'compare':
    case 'paretoFront':
    case 'fails':
    case 'notMeasurable':
      return 'round';
  }
};

const roundsInWords = (more: MoreRounds): string => {
  switch (more.kind) {
    case 'about':
      return `about ${formatCount(more.rounds)} rounds would decide, if the figure stays where it is`;
    case 'at least':
      return `an interval takes ${more.rounds} rounds (--samples ${more.rounds}); whether they decide cannot be told before`;
    case 'unknown':
      return `how many rounds would decide cannot be told: ${more.why}`;
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

const boundInWords = (bound: Bound, format: (limit: number) => string): string =>
  bound.kind === 'between'
    ? `${format(bound.limits[0])} to ${format(bound.limits[1])}`
    : `at ${bound.kind === 'atMost' ? 'most' : 'least'} ${format(bound.limit)}`;

const titleOf = (name: QuantityName): string =>
  isMetric(name) ? `${metrics[name].title} of` : `workflows ${name} by`;
const unitOf = (name: QuantityName): Unit => (isMetric(name) ? metrics[name].unit : 'count');
const isMetric = (name: QuantityName): name is keyof typeof metrics => Object.hasOwn(metrics, name);

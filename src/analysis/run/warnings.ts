import type { AnswerNote } from '../../record/answers.ts';
import type { CaseWords } from '../../record/case.ts';
import type { EnvironmentVariables } from '../../record/journal/journal.ts';
import type { Completeness, Failure, FailureKind } from '../../record/journal/sample.ts';
import type { ChurnRates, FaultRule } from '../../record/journal/services-behaviour.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Warning } from '../../record/run.ts';
import type { Unseen } from '../../record/unseen.ts';
import { formatCount, formatRatio } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { fewestForInterval } from '../statistics/median-interval.ts';
import type { Observation } from '../statistics/observations.ts';
import { answersInWords } from './doubts.ts';
import { unseenInWords } from './unseen.ts';

/** What the analysis found, as data; `warn` puts it into words. */
export type Finding =
  | { readonly kind: 'interrupted'; readonly missing: number; readonly planned: number }
  | {
      readonly kind: 'failed';
      readonly label: string;
      readonly failure: Failure;
      /** Failed samples, of all that the strategy has. */
      readonly failed: number;
      readonly of: number;
    }
  | { readonly kind: 'unexpected-completion'; readonly label: string }
  | { readonly kind: 'incomplete'; readonly label: string; readonly completeness: Completeness }
  | { readonly kind: 'skipped'; readonly label: string; readonly reason: string }
  | { readonly kind: 'unchecked'; readonly label: string }
  | { readonly kind: 'unseen'; readonly label: string; readonly unseen: Unseen }
  | { readonly kind: 'answers'; readonly label: string; readonly note: AnswerNote }
  | { readonly kind: 'unsteady'; readonly label: string; readonly part: 'completeness' | 'consumer' }
  | { readonly kind: 'differing-consumer'; readonly label: string; readonly to: string }
  | { readonly kind: 'other-node'; readonly node: string; readonly pinned: string }
  | { readonly kind: 'noisy'; readonly scatters: readonly { label: string; scatter: number }[] }
  | {
      readonly kind: 'outliers';
      readonly label: string;
      readonly metric: MetricName;
      readonly median: number;
      readonly outliers: readonly Observation[];
    }
  | { readonly kind: 'target' }
  | { readonly kind: 'withheld'; readonly withheld: EnvironmentVariables['withheld'] }
  | { readonly kind: 'few-rounds'; readonly rounds: number }
  | { readonly kind: 'temporary-in-memory' }
  | { readonly kind: 'scaled-clock'; readonly clock: number }
  | { readonly kind: 'faults'; readonly faults: readonly FaultRule[] }
  | { readonly kind: 'churn'; readonly churn: ChurnRates };

/** Says how far the figures carry, and is no reason to doubt them. */
export const isNote = ({ kind }: Warning): boolean => (notes as readonly string[]).includes(kind);
const notes = [
  'few-rounds',
  'target',
  'withheld',
  'temporary-in-memory',
  'scaled-clock',
  'faults',
  'churn',
] as const satisfies Finding['kind'][];

/** A finding as a reader is told it. `label` is null where it concerns the whole run. */
export const warn = (finding: Finding, words: CaseWords): Warning => ({
  kind: finding.kind,
  label: 'label' in finding ? finding.label : null,
  ...wordsFor(finding, words),
});

const wordsFor = (finding: Finding, words: CaseWords): Pick<Warning, 'message' | 'advice'> => {
  switch (finding.kind) {
    case 'interrupted':
      return {
        message: `the run ended early: ${finding.missing} of ${finding.planned} planned samples are missing`,
        advice: 'The figures are of the samples that were taken. For all of them, run the scenario again.',
      };
    case 'failed':
      return {
        message: `${finding.label} failed in ${finding.failed} of its ${finding.of} samples (${finding.failure.kind})`,
        advice: `${adviceFor[finding.failure.kind]} If it is meant to fail, mark it "expect: fails".`,
      };
    case 'unexpected-completion':
      return {
        message: `${finding.label} is marked "expect: fails", and completed`,
        advice: 'If it should complete, remove the mark. If not, check the limit that should make it fail.',
      };
    case 'incomplete':
      return {
        message: `${finding.label} did not process exactly the workload: ${lossOf(finding.completeness)}`,
        advice: 'Do not compare its figures with those of a strategy that did all the work.',
      };
    case 'skipped':
      return {
        message: `${finding.label} was skipped: ${finding.reason}`,
        advice: adviceFor['not-installed'],
      };
    case 'unchecked':
      return {
        message: `it is not known which ${words.items} ${finding.label} processed: the scenario says "checked: false"`,
        advice:
          'It may have done less work than the others. Let it log what it processes (fixtures/README.md, "Any program").',
      };
    case 'unseen':
      return {
        message: `${finding.label}: ${unseenInWords(finding.unseen)}`,
        advice: `These figures are not all of its memory, so they are not judged: ${titlesOf(finding.unseen.metrics)}. ${placeOf[finding.unseen.kind]}`,
      };
    case 'answers':
      return {
        message: `${finding.label}: ${answersInWords(finding.note)}`,
        advice: adviceForAnswers[finding.note.kind],
      };
    case 'unsteady':
      return {
        message:
          finding.part === 'completeness'
            ? `${finding.label} did not process the same ${words.items} in every sample`
            : `under ${finding.label} the ${words.consumer} reported differently from sample to sample`,
        advice:
          'The first deviating sample is shown. Look for a race in the strategy before you trust its figures.',
      };
    case 'differing-consumer':
      return {
        message: `the ${words.consumer}'s report under ${finding.label} differs from that under ${finding.to}`,
        advice: `Both saw the same ${words.items}, so one strategy changed them on the way. Compare what they yield.`,
      };
    case 'other-node':
      return {
        message: `measured with Node ${finding.node}, not the pinned ${finding.pinned}`,
        advice: 'Heap figures depend on V8. Start through npm or npx, which use the pinned version.',
      };
    case 'noisy':
      return {
        message: `the machine is noisy: wall time scatters by ${finding.scatters
          .map(({ label, scatter }) => `${Math.round(scatter * 100)} % (${label})`)
          .join(', ')}`,
        advice: 'Times are rough. Close other programs, or take more samples (--samples).',
      };
    case 'outliers':
      return {
        message: `${finding.label}: ${metrics[finding.metric].title} has ${outliersInWords(finding)}`,
        advice:
          'The median is hardly affected. Look for what else ran then; if it happens again, the strategy causes it.',
      };
    case 'target':
      return {
        message:
          'a real service was measured: its content is taken to be all that any strategy saw, and may have changed between two samples',
        advice: `A row that missed ${words.items} lost them, or was measured after they left: run it again. Nothing else about the service is kept.`,
      };
    case 'withheld':
      return {
        message: withheldInWords(finding.withheld),
        advice:
          'They would change the figures. To give one to a row, set it in the scenario: env: { NAME: value }.',
      };
    case 'few-rounds':
      return {
        message: `too few samples for a 95 % interval: it needs ${fewestForInterval}, this run has ${finding.rounds}`,
        advice: `Use --samples ${fewestForInterval}. Ranges are shown instead. ${chanceOf(finding.rounds)}`,
      };
    case 'temporary-in-memory':
      return {
        message:
          'temporary files are in memory here (tmpfs): what a row writes there counts as memory of its container, and cannot be reclaimed',
        advice:
          'Where rows write temporary files, set TMPDIR to a folder on a disk; where the real container has a tmpfs too, leave it.',
      };
    case 'scaled-clock':
      return {
        message: `the services waited ${formatRatio(finding.clock)} of the time that the scenario says`,
        advice:
          'Divide the part of a wall time that was spent waiting for the services by that; the rest is as measured.',
      };
    case 'faults':
      return {
        message: `the services gave faulty answers because the scenario says so: ${[...new Set(finding.faults.map(({ kind }) => kind))].join(', ')}`,
        advice:
          'A strategy with figures survived the faults that it met. One that failed says which fault ended it.',
      };
    case 'churn': {
      const { change, appear, vanish } = finding.churn;
      return {
        message: `the workload changed during the run: from request to request ${change} ${words.items} changed their status, ${appear} appeared and ${vanish} vanished, on average`,
        advice:
          'Only those that were there throughout a sample are expected; the others may be there or not.',
      };
    }
  }
};

const titlesOf = (names: readonly MetricName[]): string =>
  names.map((name) => metrics[name].title).join(', ');

/** Where what is not seen can be seen. */
const placeOf: Readonly<Record<Unseen['kind'], string>> = {
  resident:
    'The rest lies outside the heap and its buffers (SharedArrayBuffer, WebAssembly, a database, a native library): peak RSS and min container have it.',
  workers: 'Peak RSS and min container have Workers in them.',
  children: 'Min container has every process in it.',
};

const adviceForAnswers: Readonly<Record<AnswerNote['kind'], string>> = {
  failed: 'Its figures stand. Mend the handler, or what is asked of it, if it was meant to be answered.',
  differed:
    'Its samples worked on different data, so its figures are not judged. Let answers depend on seed, scale and params alone: no clock, no Math.random.',
};

const adviceFor: Readonly<Record<FailureKind, string>> = {
  'out-of-memory':
    'It needs more memory than it was given: raise the limit, or take the failure as the result.',
  signal: 'Something outside ended it: see whether the system ran out of memory or a supervisor stopped it.',
  timeout: "It took longer than a sample may: raise the time limit, or lower the workload's --scale.",
  exit: 'It ended before it reported: run it alone and read what it prints.',
  error: 'Read the message, then run it alone (--strategy).',
  incomplete: 'It did not process exactly the workload: compare what it yields with what is expected.',
  'invalid-report':
    'What it reported cannot be read: if the subject is your own, compare its report with the contract.',
  'too-long':
    'It was not started. Lower the scale, choose a strategy that cuts what it receives, or mark the row `expect: fails`.',
  'not-installed': 'The other rows are not affected. Install what is missing, or remove the row.',
};

/** In words, what is wrong with the set of processed items. */
const lossOf = ({ expected, processed, missed, duplicated, stale }: Completeness): string => {
  const parts = [
    [missed, 'missed'],
    [duplicated, 'processed again'],
    [stale, 'in another state than expected'],
  ] as const;
  const losses = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  const counts = `${formatCount(processed)} processed, ${formatCount(expected)} expected`;
  return [counts, ...losses].join(', ');
};

const withheldInWords = ({ strategies, programs }: EnvironmentVariables['withheld']): string => {
  const all = strategies.filter((name) => programs.includes(name));
  const parts = [
    ['not given to what was measured', all],
    ['not given to strategies', strategies.filter((name) => !all.includes(name))],
    ['not given to programs', programs.filter((name) => !all.includes(name))],
  ] as const;
  const told = parts
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what}: ${names.join(', ')}`);
  return `variables of the environment ${told.join('; ')}`;
};

const outliersInWords = ({ metric, median, outliers }: Extract<Finding, { kind: 'outliers' }>): string => {
  const { unit } = metrics[metric];
  const each = outliers.map(({ round, value }) => `${formatQuantity(value, unit)} in round ${round}`);
  return `${outliers.length === 1 ? 'an outlier' : 'outliers'}: ${each.join(', ')} (median ${formatQuantity(median, unit)})`;
};

/** That all of n pairs point the same way has, without any difference, the chance 2 × (1/2)^n. */
const chanceOf = (rounds: number): string =>
  rounds < 2
    ? 'One sample shows a direction even where there is no difference.'
    : `By chance alone, ${rounds} samples all point one way once in ${2 ** (rounds - 1)} runs.`;

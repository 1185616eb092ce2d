import { UserError } from '../../errors/user-error.ts';
import type { Conditions, Sample } from '../../record/journal/sample.ts';

/** Two samples whose figures may not be put together; `differing` says which condition tells them apart. */
export class MixedConditionsError extends UserError {
  readonly differing: keyof Conditions;
  readonly samples: readonly [Sample, Sample];

  constructor(differing: keyof Conditions, samples: readonly [Sample, Sample]) {
    const [a, b] = samples;
    super(
      `samples of different conditions cannot be pooled: ${nameOf(a)} had ${words[differing]} ` +
        `${conditionOf(a, differing)}, ${nameOf(b)} had ${conditionOf(b, differing)}`,
      {
        advice: 'Measure all strategies in one run, or analyse the two sets of samples as runs of their own.',
      },
    );
    this.differing = differing;
    this.samples = samples;
  }
}

/**
 * Samples may be pooled and compared if Node, architecture and workload are the same in all of them, and V8's flags in
 * all of one purpose (a heap sample needs flags that would spoil a timing sample).
 * @throws MixedConditionsError that names the first two that differ
 */
export const assertSameConditions = (samples: readonly Sample[]): void => {
  const firstOfPurpose = new Map<string, Sample>();
  for (const sample of samples) {
    const first = samples[0] ?? sample;
    for (const condition of ['node', 'arch', 'workloadDigest'] as const) {
      if (first.conditions[condition] !== sample.conditions[condition]) {
        throw new MixedConditionsError(condition, [first, sample]);
      }
    }
    const group = `${sample.purpose} ${flagGroupOf(sample)}`;
    const sibling = firstOfPurpose.get(group) ?? sample;
    firstOfPurpose.set(group, sibling);
    if (conditionOf(sibling, 'flags') !== conditionOf(sample, 'flags')) {
      throw new MixedConditionsError('flags', [sibling, sample]);
    }
  }
};

/**
 * A tight schedule's young generation grows with the strategy's peak, so live samples share flags within a strategy; those of a server
 * within a row, since only Node's has flags.
 */
const flagGroupOf = ({ purpose, label }: Sample): string =>
  purpose === 'live' || purpose === 'stretches' ? label : '';

const words: Readonly<Record<keyof Conditions, string>> = {
  node: 'Node',
  arch: 'architecture',
  flags: 'flags',
  workloadDigest: 'workload digest',
};

const nameOf = ({ label, purpose, round }: Sample): string => `"${label}" (${purpose}, round ${round})`;

const conditionOf = ({ conditions }: Sample, condition: keyof Conditions): string =>
  condition === 'flags' ? conditions.flags.join(' ') || 'none' : conditions[condition];

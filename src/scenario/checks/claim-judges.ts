import type { Bound, Judge } from '../../record/checks/claims.ts';
import type { Runtime } from '../../record/journal/sample.ts';
import { parseQuantity } from '../../units/parse-quantity.ts';
import type { WrittenJudge, WrittenStrategyName } from './claims-schema.ts';

/** `own` in a list of measurements is the scenario's own. */
const ownMeasurement = 'own';
export const measurementIn = (name: string): string | null => (name === ownMeasurement ? null : name);

/** The judge with the labels of one runtime, and its bound in bytes, milliseconds or counts. */
export const judgeIn = (judge: WrittenJudge, runtime: Runtime): Judge => {
  const label = (strategy: WrittenStrategyName): string =>
    typeof strategy === 'string' ? strategy : (strategy[runtime] ?? '');
  if ('compare' in judge) {
    const { compare: metric, of, to } = judge;
    return { kind: 'compare', metric, of: label(of), to: label(to), bound: boundIn(judge) };
  }
  if ('value' in judge) {
    const { value: quantity, of, aboveIdle } = judge;
    return { kind: 'value', quantity, of: label(of), aboveIdle, bound: boundIn(judge) };
  }
  if ('growth' in judge) {
    const { growth: metric, of, against, over, exponent } = judge;
    const bound = boundIn(exponent);
    return { kind: 'growth', metric, of: label(of), against, over: over.map(measurementIn), bound };
  }
  if ('paretoFront' in judge)
    return { kind: 'paretoFront', of: label(judge.paretoFront), among: judge.among ?? null };
  if ('fails' in judge) return { kind: 'fails', of: label(judge.fails), because: judge.because ?? null };
  return { kind: 'notMeasurable', why: judge.notMeasurable };
};

type Limit = number | string;

const boundIn = ({
  atMost,
  atLeast,
  between,
}: {
  readonly atMost?: Limit | undefined;
  readonly atLeast?: Limit | undefined;
  readonly between?: readonly [Limit, Limit] | undefined;
}): Bound => {
  if (atMost !== undefined) return { kind: 'atMost', limit: limitIn(atMost) };
  if (between !== undefined) return { kind: 'between', limits: [limitIn(between[0]), limitIn(between[1])] };
  return { kind: 'atLeast', limit: limitIn(atLeast ?? 0) };
};

/** The schema has let only quantities of the right unit through. */
export const limitIn = (limit: Limit): number =>
  typeof limit === 'number' ? limit : (parseQuantity(limit)?.value ?? Number.NaN);

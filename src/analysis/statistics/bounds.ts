import type { Bound, MoreRounds, Spread } from '../../record/checks/claims.ts';
import { fewestForInterval } from './median-interval.ts';

/** Where a spread lies: within the bound, beyond it, or over it. */
export const placeOf = (spread: Spread, bound: Bound): 'within' | 'beyond' | 'over' => {
  const [from, to] = rangeOf(bound);
  if (spread.low >= from && spread.high <= to) return 'within';
  return spread.low > to || spread.high < from ? 'beyond' : 'over';
};

/** The ends of a bound, the open one infinite. */
const rangeOf = (bound: Bound): readonly [number, number] =>
  bound.kind === 'between'
    ? bound.limits
    : bound.kind === 'atMost'
      ? [-Infinity, bound.limit]
      : [bound.limit, Infinity];

/** Of floating point: no reason for a round more. */
const rounding = 1e-6;

/** Beyond so many, the figure lies on the bound for any practical purpose. */
const mostRounds = 1000;

/**
 * How many rounds would bring the interval of a median to one side of the limits that it lies over. An interval of order
 * statistics shrinks with the square root of the number of rounds, as the median's own deviation does (H. A. David,
 * H. N. Nagaraja, Order Statistics, 3rd edition, 2003, chapter 10: the median of n values is asymptotically normal with
 * variance 1 / (4 n f(m)^2)), so an arm of length a that must shrink to the distance d from the median to the limit needs
 * n × (a / d)^2 rounds. It takes the median to stay where it is, which half of the time it does not in our favour: hence
 * "about". A range does not shrink with more rounds, so without an interval only the rounds that give one are named.
 *
 * @param median of the readings that the spread is of, one a round
 */
export const roundsToDecide = (median: number, spread: Spread, bound: Bound): MoreRounds => {
  if (spread.kind === 'range') {
    return spread.readings < fewestForInterval
      ? { kind: 'at least', rounds: fewestForInterval }
      : { kind: 'unknown', why: 'there is no interval that more rounds would narrow' };
  }
  const needed = rangeOf(bound)
    .filter((limit) => spread.low <= limit && limit <= spread.high)
    .map((limit) => {
      const arm = limit < median ? median - spread.low : spread.high - median;
      return spread.readings * (arm / Math.abs(limit - median)) ** 2;
    });
  const rounds = Math.ceil(Math.max(...needed) - rounding);
  // NaN and infinity too: the median is on the limit itself.
  return rounds <= mostRounds
    ? { kind: 'about', rounds: Math.max(rounds, spread.readings + 1) }
    : { kind: 'unknown', why: `the figure lies on the bound: more than ${mostRounds} rounds` };
};

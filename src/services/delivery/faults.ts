import type { FaultRule } from '../../record/journal/services-behaviour.ts';
import { bitsAt } from '../../units/random.ts';

/** The faults of one sample. */
export interface Faults {
  /** The rule by which the request at this path and query is answered, if any; each call is one request more. */
  readonly next: (target: string) => FaultRule | null;
}

/** The first rule of the list that applies is the one; the others have counted the request all the same. */
export const createFaults = (rules: readonly FaultRule[], seed: number): Faults => {
  const watches = rules.map((rule, i) => createWatch(rule, bitsAt(bitsAt(seed, 0xfa0175), i)));
  return {
    next: (target) => {
      const due = watches.filter((watch) => watch.sees(target));
      return due[0]?.serve() ?? null;
    },
  };
};

interface Watch {
  /** Counts the request if the rule's path selects it, and says whether the rule applies. */
  readonly sees: (target: string) => boolean;
  readonly serve: () => FaultRule;
}

const createWatch = (rule: FaultRule, key: number): Watch => {
  const { path, when, times } = rule;
  const pattern = patternOf(path);
  const isDue = (request: number): boolean =>
    'at' in when ? when.at.includes(request) : (bitsAt(key, request) >>> 0) / 2 ** 32 < when.probability;
  let requests = 0;
  let served = 0;
  return {
    sees: (target) => {
      if (!pattern.test(target)) return false;
      requests += 1;
      return served < (times ?? Number.POSITIVE_INFINITY) && isDue(requests);
    },
    serve: () => {
      served += 1;
      return rule;
    },
  };
};

/** What begins like the text, with any text for each `*`. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.split('*').map(RegExp.escape).join('.*')}`, 's');

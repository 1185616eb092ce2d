import { probit } from 'simple-statistics';
import {
  type DocumentMix,
  type RequestType,
  requestTypes,
  type SizeQuantiles,
  sizeQuantiles,
} from './description.ts';

/** What a quantile of the mix gives: a type, and the size that its document aims at. */
export interface SizedType {
  readonly type: RequestType;
  readonly targetBytes: number;
}

/** Sizes of the types that are not chains, uniform over a range (real documents of these types: 3 to 8 KB and more). */
const uniformSizes: Partial<Record<RequestType, readonly [number, number]>> = {
  ReReco: [5_500, 8_500],
  Resubmission: [6_000, 12_000],
  DQMHarvest: [4_500, 6_000],
};

const chainMinBytes = 7_000;
const chainMaxBytes = 95_000;
const quantileSteps = 2_000;

/** As long as the longest LumiList that is made. */
export const largestBytes = 1_000_000;

/** The size at a quantile of one type's documents. */
type SizeAt = (quantile: number) => number;

/** The mix as a function of one quantile from 0 to 1 (exclusive). A RangeError for a mean that it cannot have. */
export const createSizes = (mix: DocumentMix): ((quantile: number) => SizedType) => {
  const sizes = mix.sizes === undefined ? modelledSizes(mix) : countedSizes(mix);
  return (quantile) => {
    let passed = 0;
    for (const type of requestTypes) {
      const share = mix.types[type];
      if (share > 0 && quantile < passed + share) {
        return { type, targetBytes: sizes(type)((quantile - passed) / share) };
      }
      passed += share;
    }
    throw new RangeError(`the shares of the request types end at ${passed}, before quantile ${quantile}`);
  };
};

/**
 * Chains are log-normal within bounds, and a few have a long LumiList, log-uniform; the location of the log-normal is
 * found so that the mean of all is the description's.
 */
const modelledSizes = (mix: Extract<DocumentMix, { spread: number }>): ((type: RequestType) => SizeAt) => {
  const chainShare = mix.types.TaskChain + mix.types.StepChain;
  const longShare = chainShare > 0 ? Math.min(1, mix.longLumiLists.share / chainShare) : 0;
  const fixedMean = requestTypes.reduce((sum, type) => {
    const range = uniformSizes[type];
    return range === undefined ? sum : sum + mix.types[type] * ((range[0] + range[1]) / 2);
  }, 0);
  const { minBytes, maxBytes } = mix.longLumiLists;
  const longMean = (maxBytes - minBytes) / Math.log(maxBytes / minBytes);
  const chainMean =
    chainShare > 0 ? ((mix.meanBytes - fixedMean) / chainShare - longShare * longMean) / (1 - longShare) : 0;
  const location = chainShare > 0 ? locate(chainMean, mix.spread) : 0;

  const chainSize = (quantile: number): number =>
    quantile < longShare
      ? minBytes * (maxBytes / minBytes) ** (quantile / longShare)
      : bounded(location + mix.spread * probit((quantile - longShare) / (1 - longShare)));

  return (type) => {
    const range = uniformSizes[type];
    return range === undefined ? chainSize : (within) => range[0] + within * (range[1] - range[0]);
  };
};

const levels = Object.entries(sizeQuantiles) as [keyof SizeQuantiles, number][];

const countedSizes = (mix: Extract<DocumentMix, { sizes: object }>): ((type: RequestType) => SizeAt) => {
  const used = requestTypes.filter((type) => mix.types[type] > 0);
  const sizes = new Map(
    used.map((type) => {
      const quantiles = mix.sizes[type];
      if (quantiles === undefined) throw new RangeError(`there are no sizes of ${type}`);
      return [type, levels.map(([name, level]) => ({ level, bytes: quantiles[name] }))] as const;
    }),
  );
  const mean = used.reduce((sum, type) => sum + mix.types[type] * meanOf(sizes.get(type) ?? []), 0);
  const scale = mix.meanBytes / mean;
  return (type) => (within) => Math.min(largestBytes, scale * sizeAt(sizes.get(type) ?? [], within));
};

interface SizeLevel {
  readonly level: number;
  readonly bytes: number;
}

const sizeAt = (sizes: readonly SizeLevel[], within: number): number => {
  const above = Math.max(
    1,
    sizes.findIndex(({ level }) => within < level),
  );
  const [low, high] = [sizes[above - 1] as SizeLevel, sizes[above] as SizeLevel];
  return low.bytes * (high.bytes / low.bytes) ** ((within - low.level) / (high.level - low.level));
};

/** Of sizes that are log-uniform between two levels. */
const meanOf = (sizes: readonly SizeLevel[]): number =>
  sizes.slice(1).reduce((sum, high, i) => {
    const low = sizes[i] as SizeLevel;
    const between =
      high.bytes === low.bytes ? low.bytes : (high.bytes - low.bytes) / Math.log(high.bytes / low.bytes);
    return sum + (high.level - low.level) * between;
  }, 0);

const bounded = (logarithm: number): number =>
  Math.min(chainMaxBytes, Math.max(chainMinBytes, Math.exp(logarithm)));

/** The location (logarithm of bytes) at which bounded log-normal sizes have this mean, by bisection. */
const locate = (mean: number, spread: number): number => {
  const normals = Array.from({ length: quantileSteps }, (_, i) => spread * probit((i + 0.5) / quantileSteps));
  const meanAt = (location: number): number =>
    normals.reduce((sum, deviation) => sum + bounded(location + deviation), 0) / quantileSteps;
  let low = Math.log(chainMinBytes) - 4;
  let high = Math.log(chainMaxBytes) + 4;
  if (!(mean > meanAt(low) && mean < meanAt(high))) {
    throw new RangeError(
      `chains would have to be ${Math.round(mean)} bytes on average; between ${chainMinBytes} and ${chainMaxBytes} is possible`,
    );
  }
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (meanAt(middle) < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

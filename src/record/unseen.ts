import { type MetricDefinition, type MetricName, metricNames, metrics, type Purpose } from './metrics.ts';

/** What a sample tells of memory that its instruments do not read, as far as the kernel and Node tell of it. */
export interface UnseenEvidence {
  /** Workers that the subject started: threads, each with a heap of its own. */
  readonly workers: number;
  /** Whether it started other processes. Null where nobody tells. */
  readonly children: boolean | null;
  /** Null for a sample that reads no heap, and where the kernel keeps no mark. */
  readonly resident: ResidentGrowth | null;
}

/** Bytes, from the start of the probe to its end. */
export interface ResidentGrowth {
  /** By how much the kernel's high-water mark of resident memory rose. */
  readonly grew: number;
  /** By how much what V8 tells rose at most: heap and external memory, garbage and free pages of the heap included. */
  readonly seen: number;
}

/** Why figures of a row are not all of its memory, and which figures. Of each kind the gravest sample's. */
export type Unseen = { readonly metrics: readonly MetricName[] } & (
  | ({ readonly kind: 'resident' } & ResidentGrowth)
  | { readonly kind: 'workers'; readonly workers: number }
  | { readonly kind: 'children' }
);

interface Allowance {
  readonly bytes: number;
  readonly ofSeen: number;
}

/**
 * What resident memory grows by beside what V8 tells: the compiler's own memory, code that is run for the first time, the
 * allocator's gaps, copies while V8 compacts, text and buffers that come and go within one call. The strategies of the reference
 * scenarios, at 1, at 0.1 and over the small workload, grew by 2 to 43 MB more than was seen under the tight schedule, and by up to
 * 35 MB (of 111 seen), 49 (of 203) and 67 (of 379) under V8's own.
 */
const tight: Allowance = { bytes: 45_000_000, ofSeen: 0.1 };
const own: Allowance = { bytes: 50_000_000, ofSeen: 0.25 };
const allowances: Readonly<Record<Purpose, Allowance>> = {
  live: tight,
  heap: own,
  pilot: own,
  timing: own,
  cycles: own,
  floor: own,
  container: own,
  traced: own,
};

/** Whether resident memory grew by more than what was seen and what comes with it explain. */
export const isUnexplained = ({ grew, seen }: ResidentGrowth, purpose: Purpose): boolean => {
  const { bytes, ofSeen } = allowances[purpose];
  return grew - seen > bytes + ofSeen * seen;
};

const bytesReadBy = (purposes: readonly MetricDefinition['readBy'][]): readonly MetricName[] =>
  metricNames.filter((name) => metrics[name].unit === 'bytes' && purposes.includes(metrics[name].readBy));

/**
 * The figures that each leaves something out of. A Worker lies inside the process, whose resident memory has it; another
 * process is in the container's memory alone. A limit on V8's heap says nothing of what is outside it, in Workers and elsewhere.
 */
export const concernedBy: Readonly<Record<Unseen['kind'], readonly MetricName[]>> = {
  resident: bytesReadBy(['live', 'heap', 'cycles']),
  workers: bytesReadBy(['live', 'heap', 'cycles', 'floor']),
  children: bytesReadBy(['live', 'heap', 'cycles', 'floor', 'timing']),
};

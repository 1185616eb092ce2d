import { z } from 'zod';
import { type MetricName, metricNames, metrics, purposeOf } from './metrics.ts';
import { purposeDefinitions } from './purposes.ts';
import { amount, count, flag, listOf, type Of, objectOf, oneOf } from './shape.ts';

/** Bytes, from the start of the probe to its end. */
const residentGrowthShape = objectOf({
  /** By how much the kernel's high-water mark of resident memory rose. */
  grew: amount,
  /** By how much what V8 tells rose at most: heap and external memory, garbage and free pages of the heap included. */
  seen: amount,
});
export type ResidentGrowth = Of<typeof residentGrowthShape>;

/** What a sample tells of memory that its instruments do not read, as far as the kernel and Node tell of it. */
export const unseenEvidenceShape = objectOf({
  /** Workers that the subject started: threads, each with a heap of its own. */
  workers: count,
  /** Whether it started other processes. Null where nobody tells. */
  children: flag.nullable(),
  /** Null for a sample that reads no heap, and where the kernel keeps no mark. */
  resident: residentGrowthShape.nullable(),
});
export type UnseenEvidence = Of<typeof unseenEvidenceShape>;

const concerned = { metrics: listOf(oneOf(metricNames), 'metrics') };

/** Why figures of a row are not all of its memory, and which figures. Of each kind the gravest sample's. */
export const unseenShape = z.discriminatedUnion('kind', [
  objectOf({ ...concerned, kind: z.literal('resident'), ...residentGrowthShape.shape }),
  objectOf({ ...concerned, kind: z.literal('workers'), workers: count }),
  objectOf({ ...concerned, kind: z.literal('children') }),
]);
export type Unseen = Of<typeof unseenShape>;

/**
 * What resident memory grows by beside what V8 tells: the compiler's own memory, code that is run for the first time, the
 * allocator's gaps, copies while V8 compacts, and what a call holds outside the heap while it runs. The strategies of the reference
 * scenarios, at 1, at 0.1 and over the small workload, grew by 2 to 49 MB more than was seen; one that keeps all in memory by 83
 * (of 302 seen), and those that serialise every answer by 63 (of 83) and 189 (of 830), of which one is the text that
 * JSON.stringify builds.
 */
const allowance = { bytes: 60_000_000, ofSeen: 0.2 };

export const allowanceInWords = `${allowance.bytes / 1e6} MB and ${allowance.ofSeen * 100} % of what is seen`;

/** Whether resident memory grew by more than what was seen and what comes with it explain. */
export const isUnexplained = ({ grew, seen }: ResidentGrowth): boolean =>
  grew - seen > allowance.bytes + allowance.ofSeen * seen;

/** The figures that each leaves something out of. */
const leftOutOf = (kind: Unseen['kind']): readonly MetricName[] =>
  metricNames.filter((name) => {
    const purpose = purposeOf(name);
    if (purpose === null || metrics[name].unit !== 'bytes') return false;
    const leavesOut: readonly Unseen['kind'][] = purposeDefinitions[purpose].leavesOut;
    return leavesOut.includes(kind);
  });

export const concernedBy: Readonly<Record<Unseen['kind'], readonly MetricName[]>> = {
  resident: leftOutOf('resident'),
  workers: leftOutOf('workers'),
  children: leftOutOf('children'),
};

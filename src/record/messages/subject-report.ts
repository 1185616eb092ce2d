import { z } from 'zod';
import { isMetricName, type MetricName, metrics } from '../metrics.ts';
import { amount, count, flag, listOf, name, type Of, objectOf, oneOf, text } from '../shape.ts';
import { unseenEvidenceShape } from '../unseen.ts';

/** What a subject writes when it has ended, and what of it a sample keeps. The subject loads the types alone. */

/** What a consumer reports of a cycle: counts by name. */
export const consumerReportShape = z.record(z.string(), count, { error: 'counts by name' }).readonly();
export type ConsumerReport = Of<typeof consumerReportShape>;

/** Memory at one instant, in bytes. */
const memoryReading = objectOf({
  /** The V8 heap in use. */
  heap: amount,
  /** What lies outside it: buffers, large strings. */
  external: amount,
});
export type MemoryReading = Of<typeof memoryReading>;

/** Memory at one instant, so many milliseconds after the cycle began. */
export const timelinePointShape = objectOf({ t: amount, ...memoryReading.shape });
export type TimelinePoint = Of<typeof timelinePointShape>;

/** A limit of memory that was tried. Without any try, `endings` says why there is none. */
export const limitProbeShape = objectOf({
  limitBytes: amount,
  tries: count,
  survived: count,
  /** How the tries ended that did not survive. */
  endings: listOf(text, 'endings'),
});
export type LimitTry = Of<typeof limitProbeShape>;

/** Of the metrics that this version knows: a figure that is none, under whatever name, is a fault. */
export const figuresShape = z
  .record(z.string(), amount, { error: 'metrics' })
  .superRefine((found, context) => {
    for (const [metric, value] of Object.entries(found)) {
      if (!isMetricName(metric) || metrics[metric].unit !== 'count' || Number.isInteger(value)) continue;
      context.addIssue({
        code: 'custom',
        path: [metric],
        message: `expected a whole number from 0; found ${value}`,
      });
    }
  })
  .transform(ofKnownMetrics<number>);

/** By metric, why there is no figure. */
export const reasonsOf = (reason: z.ZodType<string>) =>
  z.record(z.string(), reason, { error: 'reasons by metric' }).transform(ofKnownMetrics<string>);

function ofKnownMetrics<Value>(found: Record<string, Value>): Partial<Record<MetricName, Value>> {
  return Object.fromEntries(Object.entries(found).filter(([metric]) => isMetricName(metric)));
}

/** What a sample keeps of each process of a program that was read from inside. */
export const programProcessShape = objectOf({
  name,
  /** `program`: its figures are the row's. `launcher`: a package manager that starts others and waits. */
  role: oneOf(['program', 'launcher', 'other']),
  metrics: figuresShape,
});
export type ProgramProcess = Of<typeof programProcessShape>;

const probes = listOf(limitProbeShape, 'limits that were tried');

/** Settled memory after so many requests since the warm-up, bytes. */
export const stretchReadingShape = objectOf({ requests: count, bytes: amount });

/** What a sample tells beside single figures. */
export const detailShape = z.discriminatedUnion(
  'kind',
  [
    objectOf({ kind: z.literal('none') }),
    /** A pilot's memory before and after each GC event. */
    objectOf({ kind: z.literal('timeline'), points: listOf(timelinePointShape, 'points') }),
    /** How finely a live sample has looked to its end; one that was only a search is in no journal. */
    objectOf({ kind: z.literal('live'), precision: oneOf(['fine', 'coarse']) }),
    /** Heap and external memory alive after each cycle, bytes. */
    objectOf({ kind: z.literal('cycles'), liveBytes: listOf(amount, 'numbers') }),
    /** A server's settled memory before the load and after each stretch of it, bytes. */
    objectOf({
      kind: z.literal('stretches'),
      /** What is alive inside, as its runtime tells, or resident memory. */
      of: oneOf(['alive', 'resident']),
      /** After so many requests since the warm-up. */
      readings: listOf(stretchReadingShape, 'readings'),
    }),
    objectOf({ kind: z.literal('floor'), probes }),
    /** After how many items most memory was alive; 0 where none came. */
    objectOf({ kind: z.literal('boundary'), boundary: count }),
    /** Where a profile was taken, in documents, and what was alive there. */
    objectOf({ kind: z.literal('profile'), documents: count, alive: memoryReading }),
    objectOf({
      kind: z.literal('container'),
      /** Those that the scenario asks about. */
      limits: probes,
      /** Those of the search for the lowest. */
      probes,
    }),
    objectOf({
      kind: z.literal('program'),
      /** What a program says that it runs on, or what was read inside it, such as `CPython 3.11.7`; null where neither is. */
      version: text.nullable(),
      /** Those of its processes that were read from inside, the program's own first. */
      processes: listOf(programProcessShape, 'processes').exactOptional(),
      /**
       * What its peakRss is of: `one process` by the kernel's mark, or several by a sum of samples. Absent where it is not known, and in
       * journals of before, where it is of the largest of its processes.
       */
      residentOf: oneOf(['one process', 'sum of samples']).exactOptional(),
      /** Of a pilot: as a strategy's. */
      points: listOf(timelinePointShape, 'points').exactOptional(),
    }),
  ],
  { error: 'a known kind of detail' },
);
export type ResidentOf = NonNullable<Extract<Of<typeof detailShape>, { kind: 'program' }>['residentOf']>;
export type SampleDetail = Of<typeof detailShape>;

/** What a subject says when it has ended. Written whole or not at all. */
export const subjectReportShape = z.discriminatedUnion(
  'status',
  [
    objectOf({
      status: z.literal('completed'),
      metrics: figuresShape,
      unavailable: reasonsOf(text),
      consumer: consumerReportShape,
      detail: detailShape,
      unseen: unseenEvidenceShape,
      /** Whether Node's type stripper was loaded: 4 MB of heap and 7 MB outside it that are not the strategy's. */
      stripperLoaded: flag,
    }),
    objectOf({ status: z.literal('failed'), message: text }),
  ],
  { error: 'completed or failed' },
);
export type SubjectReport = Of<typeof subjectReportShape>;

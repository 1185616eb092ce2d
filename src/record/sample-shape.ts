import { z } from 'zod';
import type { BrokenOffEntry } from './journal.ts';
import { cutMessage } from './message.ts';
import { isMetricName, type MetricName, metrics, purposes } from './metrics.ts';
import {
  type Completeness,
  type Conditions,
  type Failure,
  failureKinds,
  type Outcome,
  type Sample,
} from './sample.ts';
import { amount, count, flag, instant, listOf, name, objectOf, oneOf, text } from './shape.ts';
import type { FloorProbe, MemoryReading, RuleCleanerReport, SampleDetail, TimelinePoint } from './subject.ts';
import type { ResidentGrowth, UnseenEvidence } from './unseen.ts';

/** A sample as a line of a journal holds it. */

/** Journals from before messages were cut where they arise may hold megabytes. */
const message = text.transform(cutMessage);

export const brokenOffShape = objectOf<BrokenOffEntry>()({ type: z.literal('broken-off'), why: message });

const failure = objectOf<Failure>()({ kind: oneOf(failureKinds), message });

const conditions = objectOf<Conditions>()({
  node: name,
  arch: name,
  flags: listOf(text, 'flags'),
  workloadDigest: name,
});

const completeness = objectOf<Completeness>()({
  expected: count,
  processed: count,
  missed: count,
  duplicated: count,
  stale: count,
  digestMatches: flag,
});

const ruleCleaner = objectOf<RuleCleanerReport>()({
  total: count,
  cleaned: count,
  normalArchived: count,
  forceArchived: count,
});

/** Of the metrics that this version knows: a figure that is none, under whatever name, is a fault. */
const figures = z
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

const reasons = z
  .record(z.string(), message, { error: 'reasons by metric' })
  .transform(ofKnownMetrics<string>);

function ofKnownMetrics<Value>(found: Record<string, Value>): Partial<Record<MetricName, Value>> {
  return Object.fromEntries(Object.entries(found).filter(([metric]) => isMetricName(metric)));
}

const memoryReading = objectOf<MemoryReading>()({ heap: amount, external: amount });
const timelinePoint = objectOf<TimelinePoint>()({ t: amount, heap: amount, external: amount });
const probes = listOf(
  objectOf<FloorProbe>()({
    limitBytes: amount,
    tries: count,
    survived: count,
    endings: listOf(text, 'endings'),
  }),
  'limits that were tried',
);

type DetailOf<Kind extends SampleDetail['kind']> = Extract<SampleDetail, { kind: Kind }>;
const detailKind = <Kind extends SampleDetail['kind']>(kind: Kind) => z.literal(kind);

const detail = z.discriminatedUnion(
  'kind',
  [
    objectOf<DetailOf<'none'>>()({ kind: detailKind('none') }),
    objectOf<DetailOf<'timeline'>>()({
      kind: detailKind('timeline'),
      points: listOf(timelinePoint, 'points'),
    }),
    objectOf<DetailOf<'cycles'>>()({
      kind: detailKind('cycles'),
      liveBytes: listOf(amount, 'numbers'),
    }),
    objectOf<DetailOf<'floor'>>()({ kind: detailKind('floor'), probes }),
    objectOf<DetailOf<'boundary'>>()({ kind: detailKind('boundary'), boundary: count }),
    objectOf<DetailOf<'profile'>>()({
      kind: detailKind('profile'),
      documents: count,
      alive: memoryReading,
    }),
    objectOf<DetailOf<'container'>>()({ kind: detailKind('container'), limits: probes, probes }),
    objectOf<DetailOf<'program'>>()({ kind: detailKind('program'), version: text.nullable() }),
  ],
  { error: 'a known kind of detail' },
);

const unseen = objectOf<UnseenEvidence>()({
  workers: count,
  children: flag.nullable(),
  resident: objectOf<ResidentGrowth>()({ grew: amount, seen: amount }).nullable(),
});

const outcome = z.discriminatedUnion(
  'status',
  [
    objectOf<Extract<Outcome, { status: 'completed' }>>()({
      status: z.literal('completed'),
      metrics: figures,
      unavailable: reasons,
      completeness: completeness.nullable(),
      ruleCleaner: ruleCleaner.nullable(),
      detail,
      unseen: unseen.optional(),
    }),
    objectOf<Extract<Outcome, { status: 'failed' }>>()({
      status: z.literal('failed'),
      failure,
      completeness: completeness.nullable(),
    }),
  ],
  { error: 'completed or failed' },
);

export const sampleShape: z.ZodType<Sample> = objectOf<Sample>()({
  type: z.literal('sample'),
  label: name,
  purpose: oneOf(['pilot', ...purposes]),
  round: count,
  startedAt: instant,
  conditions,
  outcome,
});

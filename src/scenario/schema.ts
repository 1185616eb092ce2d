import { z } from 'zod';
import { defaultMetrics, metricNames } from '../record/metrics.ts';
import { statuses } from '../workload/profile.ts';
import { budgetSchema } from './budgets-schema.ts';
import { profileSchema } from './profile-schema.ts';
import { byteSize, distinct, mapping, nameOf, numberAbove, numberFrom, wholeNumber } from './schema-parts.ts';
import { promptServices } from './services-behaviour.ts';

/** The largest seed: two seeds below it never mean the same 32 bits. */
const maxSeed = 2 ** 32 - 1;

export const seedSchema = wholeNumber(0, maxSeed);
export const scaleSchema = numberAbove(0);
export const samplesSchema = wholeNumber(1);
export const metricsSchema = distinct(
  z.array(nameOf('metric', metricNames), { error: 'a list of metrics' }),
  1,
);

const latency = mapping({
  fixed: numberFrom(0).default(promptServices.latency.fixed),
  perDocument: numberFrom(0).default(promptServices.latency.perDocument),
  perByte: numberFrom(0).default(promptServices.latency.perByte),
  jitter: numberFrom(0, 1).default(promptServices.latency.jitter),
});

const services = mapping({
  latency: latency.prefault({}),
  requestLineLimit: wholeNumber(1).nullable().default(promptServices.requestLineLimit),
  gzip: z.boolean({ error: 'true or false' }).default(promptServices.gzip),
});

const parameterValue = z.union([z.string(), z.number(), z.boolean()], {
  error: 'text, a number, true or false',
});
const parameters = z.record(
  z.string(),
  z.union([parameterValue, z.array(parameterValue).min(1, { error: 'at least one value' })], {
    error: 'a value or a list of values',
  }),
  { error: 'parameters under the name, such as { chunk: 100 }' },
);

const nameWithParameters = z
  .record(z.string(), parameters)
  .superRefine((entry, context) => {
    const names = Object.keys(entry);
    if (names.length === 1) return;
    context.addIssue({
      code: 'custom',
      message: `an entry of the list is one strategy; this one has ${names.length === 0 ? 'none' : names.join(' and ')}`,
    });
  })
  .meta({ minProperties: 1, maxProperties: 1 });

const strategyEntry = z.union([z.string().min(1, { error: 'a name' }), nameWithParameters], {
  error: "a strategy's name, or a name with parameters such as name-then-chunk: { chunk: 100 }",
});

/** A scenario as it is written. What depends on other files and on the strategies is checked by the loader. */
export const scenarioSchema = mapping({
  name: z.string({ error: 'a name' }).regex(/^[A-Za-z0-9][\w.-]*$/, {
    error: 'a name of letters, digits, dots, dashes and underscores (reports are filed under it)',
  }),
  description: z.string({ error: 'text' }).optional(),
  workload: z.union([z.string(), profileSchema], { error: 'the name of a profile, or a profile in place' }),
  statuses: distinct(z.array(nameOf('status', statuses), { error: 'a list of statuses' }), 1).default([
    'announced',
    'aborted-completed',
    'rejected',
  ]),
  seed: seedSchema.default(1),
  scale: scaleSchema.default(1),
  samples: samplesSchema.default(3),
  metrics: metricsSchema.default([...defaultMetrics]),
  /** Memory limits of a container: who survives them? */
  limits: z.array(byteSize, { error: 'a list of sizes, such as [750 MiB, 1 GiB]' }).default([]),
  /** What strategies must stay under. */
  budgets: z.array(budgetSchema, { error: 'a list of budgets' }).default([]),
  reference: z.string({ error: 'the label of a strategy' }).optional(),
  /** Seconds that a sample may take. */
  timeout: numberAbove(0, 24 * 3600).default(300),
  services: services.prefault({}),
  strategies: z
    .array(strategyEntry, { error: 'a list of strategies' })
    .min(1, { error: 'at least one strategy, such as - naive' }),
});

export type WrittenStrategy = z.output<typeof strategyEntry>;

/** The JSON Schema of scenario files, for editors. Rules across several keys are the loader's alone. */
export const scenarioJsonSchema = (): z.core.JSONSchema.JSONSchema =>
  z.toJSONSchema(scenarioSchema, { io: 'input' });

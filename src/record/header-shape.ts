import { z } from 'zod';
import { budgetShape, claimShape } from './claims-shape.ts';
import type {
  Environment,
  EnvironmentLimits,
  EnvironmentVariables,
  JournalHeader,
  ScenarioSummary,
  WorkloadSummary,
} from './journal.ts';
import { metricNames } from './metrics.ts';
import type { Program, Variant } from './sample.ts';
import {
  type AnswerLimit,
  type ChurnRates,
  type FaultRule,
  faultKinds,
  type Latency,
  type ServicesBehaviour,
  type SlowStart,
} from './services-behaviour.ts';
import {
  amount,
  count,
  countFrom,
  eachLabelOnce,
  finite,
  flag,
  instant,
  listOf,
  name,
  objectOf,
  oneOf,
  text,
} from './shape.ts';

/** The first line of a journal. What older versions did not write is filled in. */

const names = listOf(name, 'names');
const variables = objectOf<EnvironmentVariables>()({
  withheld: objectOf<EnvironmentVariables['withheld']>()({ strategies: names, programs: names }),
  kept: z.record(z.string(), text, { error: 'values by name' }),
});

export const limitsShape = objectOf<EnvironmentLimits>()({
  heap: amount.nullable(),
  memory: amount.nullable(),
  addressSpace: amount.nullable(),
  data: amount.nullable(),
});

const environment = objectOf<Environment>()({
  node: name,
  v8: name,
  platform: name,
  arch: name,
  cpu: text,
  cores: countFrom(1),
  memoryBytes: count,
  kernel: text,
  tidemark: name,
  instrument: countFrom(1).default(1),
  commit: text.nullable(),
  startedAt: instant,
  code: name.exactOptional(),
  limits: limitsShape.exactOptional(),
  variables: variables.exactOptional(),
  temporaryInMemory: flag.exactOptional(),
});

export const workloadSummaryShape = objectOf<WorkloadSummary>()({
  profile: text,
  workflows: count,
  byStatus: z.record(z.string(), count, { error: 'workflows by status' }),
  bytes: amount,
  meanBytes: amount,
  nesting: count.default(0),
  digest: name,
});

const probability = z.number({ error: 'a number' }).min(0, { error: 'a number from 0 to 1' }).max(1, {
  error: 'a number from 0 to 1',
});

const when = z.union([z.object({ at: listOf(countFrom(1), 'numbers') }), z.object({ probability })], {
  error: '"at" or "probability"',
});

const services = objectOf<ServicesBehaviour>()({
  clock: amount,
  latency: objectOf<Latency>()({ fixed: amount, perDocument: amount, perByte: amount, jitter: probability }),
  slowStart: objectOf<SlowStart>()({ requests: count, time: amount }),
  bandwidth: amount.nullable(),
  requestLineLimit: amount.nullable(),
  answerLimit: objectOf<AnswerLimit>()({ time: amount.nullable(), bytes: amount.nullable() }),
  connections: amount.nullable(),
  gzip: flag,
  faults: listOf(
    objectOf<FaultRule>()({
      kind: oneOf(faultKinds),
      path: text,
      when,
      times: amount.nullable(),
      retryAfter: amount.nullable(),
    }),
    'faults',
  ),
  churn: objectOf<ChurnRates>()({ change: amount, appear: amount, vanish: amount }).nullable(),
});

export const scenarioShape = objectOf<ScenarioSummary>()({
  name,
  description: text.nullable().default(null),
  path: text,
  seed: finite,
  scale: amount,
  samples: count,
  metrics: listOf(oneOf(metricNames), 'metrics'),
  limits: listOf(amount, 'limits').default([]),
  target: flag.exactOptional(),
  services: services.exactOptional(),
});

const program = objectOf<Program>()({ command: listOf(text, 'words'), traced: flag, checked: flag });

export const variantShape = objectOf<Variant>()({
  label: name,
  strategy: text,
  params: z.record(
    z.string(),
    z.union([z.string(), finite, z.boolean()], { error: 'a text, a number, true or false' }),
    {
      error: 'parameters by name',
    },
  ),
  runtime: name.default('node'),
  expect: oneOf(['completes', 'fails']),
  yields: oneOf(['workload', 'nothing']),
  code: name.exactOptional(),
  program: program.nullable().default(null),
});

export const headerShape: z.ZodType<JournalHeader> = objectOf<JournalHeader>()({
  type: z.literal('run'),
  schema: z.literal('tidemark/journal@1'),
  id: name.exactOptional(),
  scenario: scenarioShape,
  environment,
  workload: workloadSummaryShape,
  reference: name.nullable(),
  variants: listOf(variantShape, 'strategies').superRefine(eachLabelOnce),
  claims: listOf(claimShape, 'claims').default([]),
  budgets: listOf(budgetShape, 'budgets').default([]),
}).superRefine(({ reference, variants }, context) => {
  if (reference === null || variants.some(({ label }) => label === reference)) return;
  context.addIssue({
    code: 'custom',
    path: ['reference'],
    message: `${JSON.stringify(reference)} is none of the strategies`,
  });
});

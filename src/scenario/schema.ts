import { z } from 'zod';
import { metricNames } from '../record/metrics.ts';
import type { Case } from './case.ts';
import { budgetSchema } from './checks/budgets-schema.ts';
import { claimSchema } from './checks/claims-schema.ts';
import {
  byteSize,
  distinct,
  mapping,
  nameOf,
  numberAbove,
  numberFrom,
  otherKind,
  runtimeName,
  wholeNumber,
} from './schema-parts.ts';
import { ownCaseShape } from './services/own-case.ts';
import { servicesSchemaOf } from './services/services-schema.ts';
import { passedThrough, targetSchemaOf } from './services/target.ts';

/** The largest seed: two seeds below it never mean the same 32 bits. */
const maxSeed = 2 ** 32 - 1;

export const seedSchema = wholeNumber(0, maxSeed);
export const scaleSchema = numberAbove(0);
/** Above it, a run's plan alone would not fit into memory; and no interval becomes narrower worth the hours. */
const maxSamples = 1_000;
/** A day, in milliseconds: timers of Node end at 24. */
const longestWait = 24 * 3600 * 1000;

export const samplesSchema = wholeNumber(1, maxSamples);
export const metricsSchema = distinct(
  z.array(nameOf('metric', metricNames), { error: 'a list of metrics' }),
  1,
);

const retries = mapping({
  attempts: wholeNumber(1, 100).default(3),
  base: numberFrom(0, longestWait).default(100),
  longest: numberFrom(0, longestWait).default(5000),
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

const flag = z.boolean({ error: 'true or false' });
const program = { error: 'a program and its arguments in a list, such as [python3, client.py]' };

const variablesOf = <Value extends z.ZodType>(value: Value, error: string) =>
  z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, { error: 'the name of a variable' }), value, { error })
    .default({});

/** A row's name, before its parameters. */
export const labelPattern = /^\S(.*\S)?$/;

const rowLabel = z
  .string({ error: 'text' })
  .regex(labelPattern, { error: 'text of one line without space around it' })
  .optional();

const commandLine = z
  .array(parameterValue.transform(String), {
    error: ({ input }) => (input === undefined ? otherKind : program.error),
  })
  .min(1, program)
  .refine(([first]) => first !== '', program);

/** What programs and servers may say alike. */
const started = {
  /** The row's name, before its parameters. */
  label: rowLabel,
  params: parameters.default({}),
  env: variablesOf(
    parameterValue.transform(String),
    'variables with their values, such as { PYTHONHASHSEED: 0 }',
  ),
  runtime: runtimeName.optional(),
  expect: nameOf('expectation', ['completes', 'fails']).default('completes'),
};

/** A program of any language; how it learns what to do, and tells what it did, is in fixtures/README.md under "Any program". */
const commandEntry = mapping({
  command: commandLine,
  ...started,
  yields: nameOf('set of items', ['workload', 'nothing']).default('workload'),
  traced: flag.default(false),
  checked: flag.default(true),
});

const path = {
  error: 'a path that starts with /, such as /health',
} as const;
const urlPath = z.string(path).regex(/^\/[!-~]*$/, path);

/** A server of any language, put under load: fixtures/README.md, "A server under load". */
const serverEntry = mapping({
  server: commandLine,
  /** Answers when the server is ready; without it, it is when it takes a connection. */
  ready: urlPath.nullable().default(null),
  ...started,
});

/** What is put on every server of the scenario. */
const load = mapping({
  paths: z
    .array(urlPath, { error: "a list of paths, such as ['/api/orders?page={n}']" })
    .min(1, { error: 'at least one path' }),
  requests: wholeNumber(1, 10_000_000).default(5000),
  connections: wholeNumber(1, 1000).default(20),
  warmup: wholeNumber(0, 10_000_000).default(500),
  timeout: numberAbove(0, 3600).default(60),
  errors: nameOf('treatment of errors', ['fail', 'count']).default('fail'),
});

/** A function that is called once a sample. */
const functionEntry = mapping({
  function: z
    .string({
      error: ({ input }) =>
        input === undefined ? otherKind : "a module's path and an export, such as ./report.ts#build",
    })
    .min(1, { error: "a module's path and an export, such as ./report.ts#build" }),
  args: z.array(z.json(), { error: 'a list of values' }).default([]),
  label: rowLabel,
  params: parameters.default({}),
  expect: nameOf('expectation', ['completes', 'fails']).default('completes'),
});

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

const strategyEntry = z.union(
  [z.string().min(1, { error: 'a name' }), commandEntry, serverEntry, functionEntry, nameWithParameters],
  {
    error:
      "a strategy's name, a name with parameters such as name-then-chunk: { chunk: 100 }, a program such as command: [python3, client.py], a server such as server: [node, server.mjs], or a function such as function: ./report.ts#build",
  },
);

/** What one measurement says; what depends on other files and on the strategies is checked by the loader. */
const measurementShapeOf = ({ keys, workloads, consumers }: Case) => ({
  /** The question that the scenario asks, in a sentence. */
  description: z.string({ error: 'text' }).optional(),
  ...(workloads && {
    workload: z
      .union([z.string(), workloads.shape], { error: 'the name of a workload, or a workload in place' })
      .optional(),
  }),
  ...keys.measurement,
  /** What is done with each item. */
  consumer: nameOf('consumer', Object.keys(consumers)).optional(),
  seed: seedSchema.default(1),
  scale: scaleSchema.default(1),
  samples: samplesSchema.default(3),
  /** If not given, those that are read by default of rows such as the scenario's. */
  metrics: metricsSchema.optional(),
  /** Memory limits of a container: who survives them? */
  limits: z.array(byteSize, { error: 'a list of sizes, such as [750 MiB, 1 GiB]' }).default([]),
  /** What strategies must stay under. */
  budgets: z.array(budgetSchema, { error: 'a list of budgets' }).default([]),
  reference: z.string({ error: 'the label of a strategy' }).optional(),
  /**
   * What answers the question: the metric that it is about. Reports begin with the answer: with `minContainer` who lives within
   * which limit, with a time which row is the fastest within what memory, with any other which row has the least. Without this
   * key, or without figures of the metric, reports answer by what was measured.
   */
  question: mapping({ metric: nameOf('metric', metricNames) }).optional(),
  /** Cycles in one process, after each of which growthPerCycle reads what is alive. */
  cycles: wholeNumber(20, 100_000).default(20),
  /** Whether reports have a picture of memory over time, for which one more cycle of each row is run. */
  timeline: flag.default(true),
  /** Seconds that a sample may take. */
  timeout: numberAbove(0, 24 * 3600).default(300),
  services: servicesSchemaOf(keys.services).prefault({}),
  load: load.optional(),
  losses: nameOf('treatment of losses', ['fail', 'count']).default('fail'),
  target: targetSchemaOf(keys.target).optional(),
  /** For the processes of strategies, which get little else of the environment; `{ env: NAME }` lets one through. */
  env: variablesOf(
    z.union([parameterValue.transform(String), passedThrough], {
      error: 'text, a number, true or false, or { env: NAME } for a variable of the environment',
    }),
    'variables with their values, such as { UV_THREADPOOL_SIZE: 8 }',
  ),
  /** Of the clients, against passing faults. */
  retries: retries.prefault({}),
  strategies: z
    .array(strategyEntry, { error: 'a list of strategies' })
    .min(1, { error: 'at least one strategy, such as - naive' }),
});

const measurementName = z.string().regex(/^(?!own$)[A-Za-z0-9][\w-]*$/, {
  error: 'a name of letters, digits, dashes and underscores, other than own',
});

const schemasFor = (case_: Case) => {
  const measurementShape = measurementShapeOf(case_);
  const measurement = mapping(measurementShape);
  const scenario = mapping({
    name: z.string({ error: 'a name' }).regex(/^[A-Za-z0-9][\w.-]*$/, {
      error: 'a name of letters, digits, dots, dashes and underscores (reports are filed under it)',
    }),
    case: z
      .union([z.string(), ownCaseShape], {
        error: 'the name of a case, the path of its module, or a case in place',
      })
      .optional(),
    ...measurementShape,
    measurements: z
      .record(measurementName, measurement.partial(), {
        error: 'measurements by name, such as balanced: { workload: balanced }',
      })
      .default({}),
    claims: z.array(claimSchema, { error: 'a list of claims' }).default([]),
  });
  return { measurement, scenario };
};

type Schemas = ReturnType<typeof schemasFor>;
const known = new WeakMap<Case, Schemas>();

/**
 * `scenario`: one as it is written, of which a named measurement says only what differs. `measurement`: a scenario's own, or
 * a named one with what it leaves out filled in from the scenario.
 */
export const schemasOf = (case_: Case): Schemas => {
  const schemas = known.get(case_) ?? schemasFor(case_);
  known.set(case_, schemas);
  return schemas;
};

export type WrittenMeasurement = z.output<Schemas['measurement']>;
export type WrittenStrategy = z.output<typeof strategyEntry>;
export type WrittenCommand = z.output<typeof commandEntry>;

export type WrittenServer = z.output<typeof serverEntry>;

export const isServer = (entry: WrittenStrategy): entry is WrittenServer =>
  typeof entry === 'object' && 'server' in entry && Array.isArray(entry.server);
export type WrittenFunction = z.output<typeof functionEntry>;

export const isFunction = (entry: WrittenStrategy): entry is WrittenFunction =>
  typeof entry === 'object' && 'function' in entry && typeof entry.function === 'string';

export const isCommand = (entry: WrittenStrategy): entry is WrittenCommand =>
  typeof entry === 'object' && 'command' in entry && Array.isArray(entry.command);

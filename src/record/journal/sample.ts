import { z } from 'zod';
import { answerNotesShape } from '../answers.ts';
import { cutMessage } from '../message.ts';
import { consumerReportShape, detailShape, figuresShape, reasonsOf } from '../messages/subject-report.ts';
import { purposes } from '../purposes.ts';
import { count, finite, flag, instant, listOf, name, type Of, objectOf, oneOf, text } from '../shape.ts';
import { unseenEvidenceShape } from '../unseen.ts';

/** A sample as a line of a journal holds it, and the row that it is of. */

/** Journals from before messages were cut where they arise may hold megabytes. */
export const messageShape = text.transform(cutMessage);

/** What was counted of the items that a strategy yielded, against the workload. */
export const completenessShape = objectOf({
  expected: count,
  processed: count,
  /** Expected, never processed. */
  missed: count,
  /** Processed again after the first time. */
  duplicated: count,
  /** Processed in another state than the expected one. */
  stale: count,
  /** Exactly the expected set, each item once. */
  digestMatches: flag,
});
export type Completeness = Of<typeof completenessShape>;

/** Why a sample has no figures. */
const withoutData = [
  'out-of-memory',
  'timeout',
  'error',
  'incomplete',
  'invalid-report',
  'not-installed',
  'too-long',
] as const;
export const failureKinds = ['signal', 'exit', ...withoutData] as const;
export type FailureKind = (typeof failureKinds)[number];

export const failureShape = z.discriminatedUnion(
  'kind',
  [
    objectOf({
      kind: z.literal('signal'),
      message: messageShape,
      /** What ended the process, such as `SIGKILL`; null where an older version did not tell. */
      signal: name.nullable().default(null),
    }),
    objectOf({
      kind: z.literal('exit'),
      message: messageShape,
      /** Null for a program that could not be started, and where an older version did not tell. */
      exitCode: z.int({ error: 'a whole number' }).nullable().default(null),
    }),
    objectOf({ kind: oneOf(withoutData), message: messageShape }),
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null ? `one of ${failureKinds.join(', ')}` : 'an object',
  },
);
export type Failure = Of<typeof failureShape>;

/** Whether a row was run at all: else it says nothing of what the services did to it. */
export const wasStarted = ({ kind }: Failure): boolean => kind !== 'not-installed' && kind !== 'too-long';

/** Older versions told the signal and the exit code in the sentence alone. */
const withData = (failure: Failure): Failure => {
  if (failure.kind === 'signal' && failure.signal === null) {
    return { ...failure, signal: /^it was ended by (SIG[A-Z0-9]+)/.exec(failure.message)?.[1] ?? null };
  }
  if (failure.kind === 'exit' && failure.exitCode === null) {
    const code = /^it ended with exit code (\d+)/.exec(failure.message)?.[1];
    return { ...failure, exitCode: code === undefined ? null : Number(code) };
  }
  return failure;
};

/** What must be equal before the figures of two samples may be put together. */
const conditionsShape = objectOf({
  node: name,
  arch: name,
  /** Flags that the subject's V8 was started with. */
  flags: listOf(text, 'flags'),
  workloadDigest: name,
});
export type Conditions = Of<typeof conditionsShape>;

const outcomeShape = z.discriminatedUnion(
  'status',
  [
    objectOf({
      status: z.literal('completed'),
      metrics: figuresShape,
      unavailable: reasonsOf(messageShape),
      /** Null where the scenario says that it is not checked. */
      completeness: completenessShape.nullable(),
      /** Null for a program that does not report it. */
      consumer: consumerReportShape.nullable(),
      detail: detailShape,
      /** Absent in journals of before it was told, and where a sample is a series of runs. */
      unseen: unseenEvidenceShape.optional(),
      /** What the services did that a reader must know; absent where there is nothing. */
      answers: answerNotesShape.exactOptional(),
    }),
    objectOf({
      status: z.literal('failed'),
      failure: failureShape.transform(withData),
      completeness: completenessShape.nullable(),
    }),
  ],
  { error: 'completed or failed' },
);
export type Outcome = Of<typeof outcomeShape>;
export type Metrics = Extract<Outcome, { status: 'completed' }>['metrics'];

/** One run of one strategy in one fresh subject. */
export const sampleShape = objectOf({
  type: z.literal('sample'),
  label: name,
  purpose: oneOf(['pilot', ...purposes]),
  /** Counts from 1, a pilot's is 0; the samples of a round ran one after another, so that a drift of the machine meets them all. */
  round: count,
  startedAt: instant,
  conditions: conditionsShape,
  outcome: outcomeShape,
});
export type Sample = Of<typeof sampleShape>;

/** What makes a program a server under load. */
const serverShape = objectOf({
  /** A path that answers when it is ready; null where a connection will do. */
  ready: text.nullable(),
});

/** A program of any language as a subject. */
const programShape = objectOf({
  /** As the scenario writes it. */
  command: listOf(text, 'words'),
  /** Whether it can report its `tracedPeak`, in samples of their own. */
  traced: flag,
  /** Whether it logs the items that it processes. If not, nobody knows what its figures are figures of. */
  checked: flag,
  /** The runtime that reads it from inside, by a module that it loads first; absent of others, and in journals of before. */
  inside: name.exactOptional(),
  /** Absent for one that does its work and ends. */
  server: serverShape.exactOptional(),
});
export type Program = Of<typeof programShape>;

const functionShape = objectOf({
  export: name,
  args: listOf(z.unknown(), 'values'),
});

/** A row of a scenario: one strategy with one set of parameters. What older versions did not write is filled in. */
export const rowShape = objectOf({
  label: name,
  strategy: text,
  params: z.record(
    z.string(),
    z.union([z.string(), finite, z.boolean()], { error: 'a text, a number, true or false' }),
    { error: 'parameters by name' },
  ),
  /** What runs it: `node` for a strategy, `python` and the like for a program. Only rows of one runtime are compared. */
  runtime: name.default('node'),
  expect: oneOf(['completes', 'fails']),
  /** The items that it must process: all that the scenario selects, or none, as `idle`. */
  yields: oneOf(['workload', 'nothing']),
  /** A digest of its own module or scripts; none of a built-in strategy, and in journals of older versions. */
  code: name.exactOptional(),
  /** A function that a sample calls once, with these arguments and behind them the parameters, if there are any; absent of others. */
  function: functionShape.exactOptional(),
  /** Null for a strategy, which runs in a subject of our own. */
  program: programShape.nullable().default(null),
});
export type Row = Of<typeof rowShape>;
export type Expectation = Row['expect'];
/** What a row runs in: `node`, or what a program's runtime is called, such as `python`. */
export type Runtime = string;

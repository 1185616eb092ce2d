import { z } from 'zod';
import { caseShape } from '../case.ts';
import { budgetShape } from '../checks/budgets.ts';
import { claimShape } from '../checks/claims.ts';
import { metricNames } from '../metrics.ts';
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
  type Of,
  objectOf,
  oneOf,
  text,
} from '../shape.ts';
import { loadShape } from './load.ts';
import { messageShape, rowShape, type Sample } from './sample.ts';
import { servicesShape } from './services-behaviour.ts';

/** The first line of a journal and its last. What older versions did not write is filled in. */

const names = listOf(name, 'names');

/** What of the user's environment could change a figure: names of variables, and what became of them. */
const variablesShape = objectOf({
  /** Set, and not given to rows of these kinds; empty for a kind that the run has no row of. */
  withheld: objectOf({ strategies: names, programs: names }),
  /** Given to rows, with their values; a digest of one that may be secret. */
  kept: z.record(z.string(), text, { error: 'values by name' }),
});
export type EnvironmentVariables = Of<typeof variablesShape>;

/** Limits in force around what is measured, in bytes; null for none. */
const limitsShape = objectOf({
  /** Of V8's heap in a process without flags: V8 works it out from the memory that it may have. Null where none started. */
  heap: amount.nullable(),
  /** Of memory: the lowest that cgroups set, where it is below the machine's memory. */
  memory: amount.nullable(),
  /** ulimit -v. */
  addressSpace: amount.nullable(),
  /** ulimit -d. */
  data: amount.nullable(),
});
export type EnvironmentLimits = Of<typeof limitsShape>;

/** The machine and the versions that the figures depend on. Memory in bytes. */
export const environmentShape = objectOf({
  node: name,
  v8: name,
  platform: name,
  arch: name,
  cpu: text,
  cores: countFrom(1),
  memoryBytes: count,
  kernel: text,
  tidemark: name,
  /** The instrument's revision; 1 where an older version did not tell it. */
  instrument: countFrom(1).default(1),
  /** The revision of the working tree that was measured, `-dirty` behind it if it had changes; null outside git. */
  commit: text.nullable(),
  startedAt: instant,
  /** A digest of all that a subject loads of Tidemark's own. Journals of older versions lack this and what follows. */
  code: name.exactOptional(),
  limits: limitsShape.exactOptional(),
  variables: variablesShape.exactOptional(),
  /** Whether temporary files lie in memory, where they count against a container's limit. Journals of older versions lack it. */
  temporaryInMemory: flag.exactOptional(),
});
export type Environment = Of<typeof environmentShape>;

/** The part of the workload that the scenario selects. All 0 for a target, whose items nobody knows before. */
export const workloadSummaryShape = objectOf({
  name: text,
  items: count,
  /** Items of each group, in the order in which groups are fetched. */
  groups: z.record(z.string(), count, { error: 'items by group' }),
  /** Of all items as the services send them, without framing. */
  bytes: amount,
  meanBytes: amount,
  /** Levels of objects inside one another that each document has beyond a real one's. */
  nesting: count.default(0),
  digest: name,
  /** A digest of a user's own services' code; absent where they are built in. */
  code: name.exactOptional(),
});
export type WorkloadSummary = Of<typeof workloadSummaryShape>;

export const scenarioShape = objectOf({
  name,
  description: text.nullable().default(null),
  /** The metric that answers the scenario's question, where it names one. */
  question: objectOf({ metric: oneOf(metricNames) }).exactOptional(),
  path: text,
  seed: finite,
  scale: amount,
  samples: count,
  metrics: listOf(oneOf(metricNames), 'metrics'),
  /** Limits of a container to be tried, bytes. */
  limits: listOf(amount, 'limits').default([]),
  /** Whether a real service was fetched from; all that is told of it. Journals of older versions lack it. */
  target: flag.exactOptional(),
  /** What is put on servers; absent where there is none. */
  load: loadShape.exactOptional(),
  /** Journals of before there were services that misbehave have none. */
  services: servicesShape.exactOptional(),
});
export type ScenarioSummary = Of<typeof scenarioShape>;

/** A journal's first line: all that the samples below it have in common. */
export const headerShape = objectOf({
  type: z.literal('run'),
  schema: z.literal('tidemark/journal@2'),
  /** No other run has it. Journals of older versions lack it. */
  id: name.exactOptional(),
  case: caseShape,
  scenario: scenarioShape,
  environment: environmentShape,
  workload: workloadSummaryShape,
  reference: name.nullable(),
  rows: listOf(rowShape, 'strategies').superRefine(eachLabelOnce),
  /** What is to be judged by this run and by those of its named measurements; empty in theirs. */
  claims: listOf(claimShape, 'claims').default([]),
  /** What the scenario's strategies must stay under; empty if it has none. */
  budgets: listOf(budgetShape, 'budgets').default([]),
}).superRefine(({ reference, rows }, context) => {
  if (reference === null || rows.some(({ label }) => label === reference)) return;
  context.addIssue({
    code: 'custom',
    path: ['reference'],
    message: `${JSON.stringify(reference)} is none of the strategies`,
  });
});
export type JournalHeader = Of<typeof headerShape>;

/** Why a run came to no end of its own: its last line. An interruption leaves none. */
export const brokenOffShape = objectOf({
  type: z.literal('broken-off'),
  /** A sentence without what is secret. */
  why: messageShape,
});
export type BrokenOffEntry = Of<typeof brokenOffShape>;

/** `samples.jsonl`: the header, then a sample a line, each written as soon as it exists; last, why the run broke off, if it did. */
export type JournalEntry = JournalHeader | Sample | BrokenOffEntry;

export interface Journal {
  readonly header: JournalHeader;
  readonly samples: readonly Sample[];
  /** The journals that this one was put together of, each with its own plan; absent in one that was read. */
  readonly parts?: readonly Journal[];
}

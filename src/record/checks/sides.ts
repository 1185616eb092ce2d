import { z } from 'zod';
import { caseShape } from '../case.ts';
import { environmentShape, scenarioShape, workloadSummaryShape } from '../journal/journal.ts';
import { failureKinds, rowShape } from '../journal/sample.ts';
import { metricNames } from '../metrics.ts';
import { purposes } from '../purposes.ts';
import { doubtsShape } from '../run.ts';
import {
  amount,
  count,
  eachLabelOnce,
  listOf,
  name,
  type Of,
  objectOf,
  oneOf,
  partialMapping,
  text,
} from '../shape.ts';

/** Files that may be one side of a comparison: a baseline, and what is taken of a `run.json`. */

/** What of an environment decides which figures of two runs may be compared, and what tells the runs apart. */
const sideEnvironmentShape = objectOf(
  {
    ...environmentShape.omit({ v8: true, memoryBytes: true, code: true, variables: true }).shape,
    /** What tunes a program and was let through to it; sides of older versions lack it. */
    kept: z.record(z.string(), text, { error: 'values by name' }).exactOptional(),
  },
  'what it was measured on',
);
export type SideEnvironment = Of<typeof sideEnvironmentShape>;

const sideWorkloadShape = objectOf(
  { items: count, digest: name, code: name.exactOptional() },
  'the measured workload',
);

const readings = listOf(amount, 'readings').min(1, { error: 'at least one reading' });
const flags = z.array(text, { error: "a list of V8's flags" });

export const baselineShape = objectOf({
  schema: z.literal('tidemark/baseline@2'),
  scenario: text,
  workload: sideWorkloadShape,
  environment: sideEnvironmentShape,
  results: z.record(
    z.string(),
    objectOf(
      {
        flags: partialMapping('purposes of samples', purposes, flags),
        metrics: partialMapping('metrics', metricNames, readings),
      },
      'flags and metrics of a strategy',
    ),
    { error: 'results by the labels of strategies' },
  ),
});
export type Baseline = Of<typeof baselineShape>;

const summary = objectOf({ values: readings, n: count.optional() }, 'a summary of readings').refine(
  ({ values, n = values.length }) => n === values.length,
  { error: 'expected as many "values" as "n" says' },
);

const result = objectOf({
  ...rowShape.partial().shape,
  label: name,
  failure: objectOf({ kind: oneOf(failureKinds), message: text }, 'a failure').nullable(),
  metrics: partialMapping('metrics', metricNames, summary),
  doubts: doubtsShape.optional(),
});

/** What a comparison takes of a `run.json`, which a person may have cut to that. */
export const sideSourceShape = objectOf({
  case: objectOf({ ...caseShape.partial().shape }, 'the case').optional(),
  scenario: objectOf({ ...scenarioShape.partial().shape, name }, 'the scenario'),
  environment: sideEnvironmentShape,
  workload: objectOf(
    { ...workloadSummaryShape.partial().shape, ...sideWorkloadShape.shape },
    'the measured workload',
  ),
  results: listOf(result, 'results').superRefine(eachLabelOnce),
});
export type SideSource = Of<typeof sideSourceShape>;

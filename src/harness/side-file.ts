import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type SideSource, sideOfJournal, sideOfRun } from '../analysis/changes/sides.ts';
import { UserError } from '../errors/user-error.ts';
import type { Side } from '../record/changes.ts';
import { scenarioShape, variantShape, workloadSummaryShape } from '../record/header-shape.ts';
import { metricNames } from '../record/metrics.ts';
import { parseJournal } from '../record/read-journal.ts';
import type { Warning } from '../record/run.ts';
import { failureKinds } from '../record/sample.ts';
import { count, eachLabelOnce, listOf, name, oneOf, text } from '../record/shape.ts';
import { baselineOf, environmentShape, readingsShape, workloadShape } from '../runner/baseline-file.ts';
import { checkJson, type Kind, readJson, schemaOf } from '../runner/checked-json.ts';
import { readText } from '../runner/journal-file.ts';
import { partialMapping } from '../scenario/schema-parts.ts';
import { shownPath } from '../scenario/yaml-file.ts';

const summary = z
  .object({ values: readingsShape, n: count.optional() }, { error: 'a summary of readings' })
  .refine(({ values, n = values.length }) => n === values.length, {
    error: 'expected as many "values" as "n" says',
  });

const results = listOf(
  z.object({
    ...variantShape.partial().shape,
    label: name,
    failure: z.object({ kind: oneOf(failureKinds), message: text }, { error: 'a failure' }).nullable(),
    metrics: partialMapping('metrics', metricNames, summary),
    doubts: partialMapping('metrics', metricNames, text).optional(),
  }),
  'results',
).superRefine(eachLabelOnce);

/** What a comparison takes of a `run.json`. */
const runShape: z.ZodType<SideSource> = z.object({
  scenario: z.object({ ...scenarioShape.partial().shape, name }, { error: 'the scenario' }),
  environment: environmentShape,
  workload: z.object(
    { ...workloadSummaryShape.partial().shape, ...workloadShape.shape },
    { error: 'the measured workload' },
  ),
  results,
});

const advice = 'Expected the folder of a run, a samples.jsonl, a run.json, or a baseline.';

const runKind: Kind<SideSource> = { noun: 'a run', schema: 'tidemark/run@1', shape: runShape, advice };

/**
 * One side of a comparison, from a run's folder (its journal, else its run.json), a journal, a run.json or a baseline.
 * UserError, with the place where there is one, for anything else.
 */
export const readSide = async (
  given: string,
): Promise<{ readonly side: Side; readonly warnings: readonly Warning[] }> => {
  const file = fileOf(given);
  if (file.endsWith('.jsonl')) {
    const { journal, warnings } = parseJournal(await readText(file), shownPath(file));
    return { side: sideOfJournal(journal), warnings };
  }
  const data = readJson(file, advice);
  const side = schemaOf(data)?.startsWith('tidemark/baseline@')
    ? baselineOf(data, file)
    : sideOfRun(checkJson(data, file, runKind));
  return { side, warnings: [] };
};

const fileOf = (given: string): string => {
  if (!existsSync(given)) throw new UserError(`there is no ${given}`, { advice });
  if (!statSync(given).isDirectory()) return given;
  const file = ['samples.jsonl', 'run.json'].map((name) => path.join(given, name)).find(existsSync);
  if (file === undefined)
    throw new UserError(`${given} holds neither samples.jsonl nor run.json`, { advice });
  return file;
};

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { CaseRecord } from '../../record/case.ts';
import type { JournalHeader, WorkloadSummary } from '../../record/journal/journal.ts';
import type { Row } from '../../record/journal/sample.ts';
import type { Measurement, ScenarioRow } from '../../scenario/scenario.ts';
import { recordedVariables } from '../processes/process-environment.ts';
import type { CodeWatch } from './code-watch.ts';
import { readEnvironment } from './environment.ts';

/** The header of a run's journal. */
export const describeRun = async (
  scenario: Measurement,
  code: Pick<CodeWatch, 'digests' | 'ownDigest' | 'servicesDigest'>,
  signal: AbortSignal,
): Promise<JournalHeader> => ({
  type: 'run',
  schema: 'tidemark/journal@2',
  id: randomUUID(),
  case: caseRecordOf(scenario),
  scenario: {
    name: scenario.name,
    description: scenario.description,
    ...(scenario.question !== undefined && { question: scenario.question }),
    path: scenario.path,
    seed: scenario.seed,
    scale: scenario.scale,
    samples: scenario.samples,
    metrics: scenario.metrics,
    limits: scenario.limits,
    target: scenario.target === true,
    ...(scenario.load !== undefined && { load: scenario.load }),
    ...(scenario.services && { services: scenario.services }),
  },
  environment: {
    ...(await readEnvironment(signal)),
    code: code.ownDigest,
    variables: recordedVariables(scenario),
  },
  workload: {
    ...(await summaryOf(scenario, signal)),
    ...(code.servicesDigest !== null && { code: code.servicesDigest }),
  },
  reference: scenario.reference,
  rows: scenario.rows.map((row) => recorded(row, code.digests.get(row.label))),
  claims: scenario.claims,
  budgets: scenario.budgets,
});

/** A large workload takes a while: signals are heard between its steps. */
const summaryOf = async (
  { case: about, opened }: Measurement,
  signal: AbortSignal,
): Promise<WorkloadSummary> => {
  const steps = about.summarise(opened);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
    signal.throwIfAborted();
  }
};

/** What a journal says of the case. */
export const caseRecordOf = ({ case: { name, words, consumers }, consumer }: Measurement): CaseRecord => {
  const { title = consumer, counts = {} } = consumers[consumer] ?? {};
  return { name, consumer, words: { ...words, consumer: title, counts } };
};

/** Not a program's environment, which may be secret. */
const recorded = ({ module: _module, program, ...rest }: ScenarioRow, code: string | undefined): Row => {
  const row = { ...rest, ...(code !== undefined && { code }) };
  if (program === null) return { ...row, program };
  const { env: _env, folder: _folder, ...told } = program;
  return { ...row, program: told };
};

import type { FlagsByPurpose, Readings, Side } from '../../record/checks/changes.ts';
import type { SideEnvironment, SideSource } from '../../record/checks/sides.ts';
import type { Environment, Journal } from '../../record/journal/journal.ts';
import type { Sample } from '../../record/journal/sample.ts';
import { type MetricName, metricNames } from '../../record/metrics.ts';
import { doubtsIn } from '../run/doubts.ts';
import { isFailed } from '../statistics/observations.ts';
import { valuesByRound } from '../statistics/rounds.ts';

/** A journal as one side of a comparison. A strategy with a failed sample has failed, as in its report. */
export const sideOfJournal = ({ header, samples }: Journal): Side => ({
  scenario: header.scenario.name,
  environment: sideEnvironment(header.environment),
  workload: sideWorkload(header.workload),
  results: header.rows.map(({ label }) => {
    const own = samples.filter((sample) => sample.label === label);
    const failed = own.find(isFailed);
    if (failed !== undefined) {
      const { kind, message } = failed.outcome.failure;
      return { status: 'failed', label, failure: `${kind}: ${message}` };
    }
    if (own.length === 0) return { status: 'failed', label, failure: 'not measured' };
    const doubts = doubtsIn(own);
    const readings = readingsOf(own);
    return { status: 'completed', label, flags: flagsOf(own), readings, ...(doubts && { doubts }) };
  }),
  facts: header,
});

/** A `run.json` as one side: it tells no flags; its readings are one a round, as a journal's are. */
export const sideOfRun = ({ case: about, scenario, environment, workload, results }: SideSource): Side => ({
  scenario: scenario.name,
  environment: sideEnvironment(environment),
  workload: sideWorkload(workload),
  results: results.map(({ label, failure, metrics: summaries, doubts }) => {
    if (failure !== null) return { status: 'failed', label, failure: `${failure.kind}: ${failure.message}` };
    const readings: Partial<Record<MetricName, readonly number[]>> = {};
    for (const name of metricNames) {
      const values = summaries[name]?.values;
      if (values !== undefined) readings[name] = values;
    }
    return { status: 'completed', label, flags: null, readings, ...(doubts !== undefined && { doubts }) };
  }),
  facts: { ...(about !== undefined && { case: about }), scenario, workload, rows: results },
});

const sideWorkload = ({ items, digest, code }: Side['workload']): Side['workload'] => ({
  items,
  digest,
  ...(code !== undefined && { code }),
});

export const sideEnvironment = (from: SideEnvironment | Environment): SideEnvironment => {
  const {
    node,
    platform,
    arch,
    cpu,
    cores,
    kernel,
    tidemark,
    instrument,
    commit,
    startedAt,
    limits,
    temporaryInMemory,
  } = from;
  const kept = 'variables' in from ? from.variables?.kept : 'kept' in from ? from.kept : undefined;
  return {
    ...{ node, platform, arch, cpu, cores, kernel, tidemark, instrument, commit, startedAt },
    ...(limits !== undefined && { limits }),
    ...(temporaryInMemory !== undefined && { temporaryInMemory }),
    ...(kept !== undefined && { kept }),
  };
};

const flagsOf = (samples: readonly Sample[]): FlagsByPurpose => {
  const flags: { -readonly [Purpose in keyof FlagsByPurpose]: FlagsByPurpose[Purpose] } = {};
  for (const { purpose, conditions } of samples) flags[purpose] ??= conditions.flags;
  return flags;
};

const readingsOf = (samples: readonly Sample[]): Readings => {
  const readings: Partial<Record<MetricName, readonly number[]>> = {};
  for (const name of metricNames) {
    const values = [...valuesByRound(samples, name).values()];
    if (values.length > 0) readings[name] = values;
  }
  return readings;
};

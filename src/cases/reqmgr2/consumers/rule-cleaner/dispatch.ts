import { isObject, type JsonValue } from '../../../../subject/json.ts';
import { isTruthy, listOf, type WorkflowRecord } from './record.ts';

const transferorPipelines = ['plineMSTrCont', 'plineMSTrBlock'] as const;
const agentPipelines = ['plineAgentCont', 'plineAgentBlock'] as const;
const allPipelines = [...transferorPipelines, ...agentPipelines];
type PipelineName = (typeof allPipelines)[number];

interface PipelineRun {
  readonly pipeline: PipelineName;
  /** The datasets whose rules it would delete. Nothing is deleted: every cycle is a dry run. */
  readonly datasets: readonly JsonValue[];
}

/** What a cycle does with one workflow. */
export interface Disposition {
  readonly runs: readonly PipelineRun[];
  readonly clean: boolean;
  /** How the workflow was archived; null if it was not. Nothing is sent. */
  readonly archived: 'normal' | 'force' | null;
}

/** The archived status that follows a status (WMCore, RequestStatus.REQUEST_STATE_TRANSITION). */
const archivedTargets: ReadonlyMap<JsonValue, string> = new Map([
  ['announced', 'normal-archived'],
  ['aborted-completed', 'aborted-archived'],
  ['rejected', 'rejected-archived'],
]);

/** @param locks datasets whose transferor rules must stay */
export const dispatch = (record: WorkflowRecord, locks: ReadonlySet<JsonValue>): Disposition => {
  const { pipelines, archival } = planOf(record);
  const runs = pipelines.map((pipeline) => ({ pipeline, datasets: datasetsOf(pipeline, record, locks) }));
  const clean = isClean(record, pipelines);
  const force = archival === 'force' || isTruthy(record.ForceArchive);
  const archivable = archival !== 'none' && (clean || force) && archivedTargets.has(record.RequestStatus);
  return { runs, clean, archived: archivable ? (force ? 'force' : 'normal') : null };
};

interface Plan {
  readonly pipelines: readonly PipelineName[];
  /** `attempt`: archived if it is found clean. */
  readonly archival: 'none' | 'attempt' | 'force';
}

/** The service asks MSOutput and Rucio whether transfers are done; here the document's own fields say so. */
const planOf = ({ RequestType, RequestStatus, TransferDone, TransferTape }: WorkflowRecord): Plan => {
  if (RequestType === 'Resubmission') return { pipelines: [], archival: 'force' };
  if (RequestStatus === 'announced') {
    if (!isTruthy(TransferDone)) return { pipelines: [], archival: 'attempt' };
    if (!isTruthy(TransferTape)) return { pipelines: transferorPipelines, archival: 'none' };
    return { pipelines: allPipelines, archival: 'attempt' };
  }
  const isFinished = RequestStatus === 'rejected' || RequestStatus === 'aborted-completed';
  return { pipelines: isFinished ? allPipelines : [], archival: 'attempt' };
};

/** The transferor placed a workflow's input, the agents its output; the locks protect input. */
const datasetsOf = (
  pipeline: PipelineName,
  { InputDataset, ParentDataset, OutputDatasets }: WorkflowRecord,
  locks: ReadonlySet<JsonValue>,
): readonly JsonValue[] =>
  pipeline === 'plineMSTrCont' || pipeline === 'plineMSTrBlock'
    ? [...listOf(InputDataset), ...ParentDataset].filter((dataset) => dataset !== null && !locks.has(dataset))
    : listOf(OutputDatasets);

/**
 * Whether every pipeline that has worked on the workflow reports it clean, those of an earlier cycle that the
 * document itself tells of included. In a dry run each pipeline that ran is clean; where none ran, nothing is.
 */
const isClean = ({ CleanupStatus, PlineMarkers }: WorkflowRecord, ran: readonly PipelineName[]): boolean => {
  const earlier = isObject(CleanupStatus) ? CleanupStatus : {};
  const reports = listOf(PlineMarkers)
    .filter((marker) => typeof marker === 'string' && !ran.some((name) => name === marker))
    .flatMap((marker) =>
      Object.hasOwn(earlier, marker as string) ? [earlier[marker as string] ?? null] : [],
    );
  return ran.length + reports.length > 0 && reports.every(isTruthy);
};

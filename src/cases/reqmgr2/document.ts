import { isObject, type JsonObject, type JsonValue } from '../../subject/json.ts';

/** A workflow request as ReqMgr2 or CouchDB sends it, cut to the masked keys where a mask was asked for. */
export interface WorkflowDocument extends JsonObject {
  readonly RequestName: string;
}

export type DocumentsByName = Readonly<Record<string, WorkflowDocument>>;

export const isDocument = (value: JsonValue | undefined): value is WorkflowDocument =>
  value !== undefined && isObject(value) && typeof value.RequestName === 'string';

/** Whether a task of a TaskChain or a step of a StepChain stands under a key. */
export const isTaskKey = (key: string): boolean => /^(Task|Step)\d+$/.test(key);

/** Higher is more urgent; 0 of a workflow that has none. */
export const priorityOf = ({ RequestPriority: priority }: WorkflowDocument): number =>
  typeof priority === 'number' ? priority : 0;

/** The most urgent first. */
export const byPriority = (a: WorkflowDocument, b: WorkflowDocument): number => priorityOf(b) - priorityOf(a);

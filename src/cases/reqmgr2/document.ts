import { isObject, type JsonObject, type JsonValue } from '../../subject/json.ts';

/** A workflow request as ReqMgr2 or CouchDB sends it, cut to the masked keys where a mask was asked for. */
export interface WorkflowDocument extends JsonObject {
  readonly RequestName: string;
}

export type DocumentsByName = Readonly<Record<string, WorkflowDocument>>;

export const isDocument = (value: JsonValue | undefined): value is WorkflowDocument =>
  value !== undefined && isObject(value) && typeof value.RequestName === 'string';

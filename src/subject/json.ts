/** What JSON.parse makes. Objects may have an own key `__proto__`: read keys, never assign them. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A workflow request as ReqMgr2 or CouchDB sends it, cut to the masked keys where a mask was asked for. */
export interface WorkflowDocument extends JsonObject {
  readonly RequestName: string;
}

export type DocumentsByName = Readonly<Record<string, WorkflowDocument>>;

export const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
export const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isDocument = (value: JsonValue | undefined): value is WorkflowDocument =>
  value !== undefined && isObject(value) && typeof value.RequestName === 'string';

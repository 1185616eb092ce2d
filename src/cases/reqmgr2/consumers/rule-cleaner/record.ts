import { isList, isObject, type JsonObject, type JsonValue } from '../../../../subject/json.ts';
import { type Field, type FieldName, type FieldType, fieldNames, fields } from './fields.ts';
import { deepCopy, searchKeys } from './search.ts';

/** What the rule cleaner knows of a workflow. Shares nothing with the document that it was made from. */
export type WorkflowRecord = Readonly<Record<FieldName, JsonValue>> & {
  readonly ParentDataset: readonly JsonValue[];
};

const wanted: ReadonlySet<string> = new Set(fieldNames);

/** Searches a document for the fields and aggregates what is found of each. */
export const recordOf = (document: JsonObject): WorkflowRecord => {
  const found = searchKeys(document, wanted);
  const record: Partial<Record<FieldName, JsonValue>> = {};
  for (const name of fieldNames) record[name] = aggregate(fields[name], found.get(name));
  record.ParentDataset = listOf(record.ParentDataset ?? null);
  return record as WorkflowRecord;
};

const aggregate = (field: Field, values: readonly JsonValue[] | undefined): JsonValue => {
  if (values === undefined) return deepCopy(field.absent);
  return values.length === 1 ? (values[0] as JsonValue) : aggregators[field.type](values);
};

const aggregators: Readonly<Record<FieldType, (values: readonly JsonValue[]) => JsonValue>> = {
  boolean: (values) => values.some(isTruthy),
  /**
   * Flattened one level, without duplicates, in the order found; objects inside are never duplicates of each other. A
   * value that is no list fails in the service: here null adds nothing, and any other adds itself.
   */
  list: (values) => [...new Set(values.flatMap(listOf))],
  /** What is no object adds nothing; in the service it fails. */
  object: (values) => Object.fromEntries(values.filter(isObject).flatMap(Object.entries)),
  /** Null is a value like any other. */
  string: (values) => {
    const distinct = [...new Set(values)];
    return distinct.length === 1 ? (distinct[0] as JsonValue) : distinct;
  },
};

/** A list as it is, null as an empty one, any other value in a list of its own. */
export const listOf = (value: JsonValue): readonly JsonValue[] =>
  value === null ? [] : isList(value) ? value : [value];

/** As in Python, where an empty list and an empty object are false. */
export const isTruthy = (value: JsonValue): boolean => {
  if (value === null || typeof value !== 'object') return Boolean(value);
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
};

import type { AnswerShape } from '../../../subject/client/http.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../../../subject/json.ts';
import { type DocumentsByName, isDocument, type WorkflowDocument } from '../document.ts';

/**
 * The answers of WMCore's REST layer, which wraps everything in `{"result": [...]}` and answers an empty list where
 * nothing matches.
 */
const resultOf = (answer: JsonValue): readonly JsonValue[] | undefined => {
  if (!isObject(answer)) return undefined;
  const { result } = answer;
  return result !== undefined && isList(result) ? result : undefined;
};

/** One object, or an empty one for an empty list. */
const oneObject = (answer: JsonValue): JsonObject | undefined => {
  const result = resultOf(answer);
  if (result === undefined || result.length > 1) return undefined;
  const [first = {}] = result;
  return isObject(first) ? first : undefined;
};

export const documentsByName: AnswerShape<DocumentsByName> = {
  expected: '{"result": [{NAME: document, …}]}',
  // JSON.parse makes `__proto__` an own key like any other, so its object is handed on as it is.
  read: (answer) => oneObject(answer) as DocumentsByName | undefined,
};

export const strings: AnswerShape<readonly string[]> = {
  expected: '{"result": [string, …]}',
  read: (answer) => stringsOf(resultOf(answer)),
};

export const documentList: AnswerShape<readonly WorkflowDocument[]> = {
  expected: '{"result": [document with a RequestName, …]}',
  read: (answer) => {
    const result = resultOf(answer);
    return result?.every((item) => isObject(item) && typeof item.RequestName === 'string')
      ? (result as readonly WorkflowDocument[])
      : undefined;
  },
};

/** An item of a list of names. */
export const name: AnswerShape<string> = {
  expected: '{"result": [string, …]}',
  read: (item) => (typeof item === 'string' ? item : undefined),
};

/** An item of a list of documents. */
export const document: AnswerShape<WorkflowDocument> = {
  expected: 'documents with a RequestName',
  read: (item) => (isDocument(item) ? item : undefined),
};

export const parentLocks: AnswerShape<readonly string[]> = {
  expected: '{"result": [{"parentlocks": [string, …]}]}',
  read: (answer) => {
    const locks = oneObject(answer)?.parentlocks ?? (resultOf(answer)?.length === 0 ? [] : undefined);
    return stringsOf(locks);
  },
};

const stringsOf = (value: JsonValue | undefined): readonly string[] | undefined =>
  value !== undefined && isList(value) && value.every((item) => typeof item === 'string')
    ? (value as readonly string[])
    : undefined;

import type { Shape } from './json-text.ts';
import { Slot } from './slots.ts';

type Fields = Readonly<Record<string, Shape>>;

/** WMCore puts what tasks or steps hold into a set, and fails where that is an object or a list of lists. */
export class UnmaskableError extends Error {}

/** What is an object in every chain and stays one. */
const keptWhole: ReadonlySet<string> = new Set(['LumiList', 'AgentJobInfo']);

/**
 * What a mask leaves of a document under a key, null where it has none: of a TaskChain or StepChain what its tasks or steps
 * hold, each value once; where none has the key, the document's own value, of an object its values as a list. After
 * `RequestInfo.get` of WMCore's ReqMgr/DataStructs/Request.py (2026-07), whose lists of values have no order; here they have
 * the tasks'.
 * @throws UnmaskableError where the real service ends with 500
 */
export const maskedValue = (document: Fields, key: string): Shape => {
  const own = Object.hasOwn(document, key) ? (document[key] ?? null) : null;
  const names = taskNames(document);
  if (names === null) return own;
  const tasks = tasksOf(document);
  if (!tasks.some((task) => Object.hasOwn(task, key))) {
    return isObject(own) && !keptWhole.has(key) ? Object.values(own) : own;
  }
  return distinct(
    tasks.flatMap((task, i) => {
      const value = Object.hasOwn(task, key) ? task[key] : isObject(own) ? own[names[i] as string] : own;
      if (value === null || value === undefined || value === '') return [];
      return Array.isArray(value) ? value : [value];
    }),
  );
};

/** Null for a document that is no chain. */
const taskNames = (document: Fields): string[] | null => {
  const prefix = ['Task', 'Step'].find((each) => Object.hasOwn(document, `${each}Chain`));
  return prefix === undefined
    ? null
    : Array.from({ length: Number(document[`${prefix}Chain`]) }, (_, i) => `${prefix}${i + 1}`);
};

const tasksOf = (document: Fields): Fields[] =>
  (taskNames(document) ?? []).map((name) => document[name] as Fields);

const isObject = (value: Shape): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Slot);

/** As Python's set has them, where 1 and true are the same. */
const distinct = (values: readonly Shape[]): Shape[] => {
  const found = new Map<string, Shape>();
  for (const value of values) {
    if (isObject(value) || Array.isArray(value)) throw new UnmaskableError();
    const id =
      typeof value === 'boolean' || typeof value === 'number' ? `number ${Number(value)}` : `text ${value}`;
    if (!found.has(id)) found.set(id, value);
  }
  return [...found.values()];
};

/** Keys of documents that ReqMgr2 looks up in views of CouchDB, and whether a view emits what tasks and steps hold, too. */
const views = {
  RequestType: 'own',
  Team: 'own',
  Requestor: 'own',
  Campaign: 'own',
  OutputDatasets: 'own',
  PrepID: 'tasks too',
  InputDataset: 'tasks too',
  MCPileup: 'tasks too',
  DataPileup: 'tasks too',
} as const;
export type ViewKey = keyof typeof views;

/** What the view of a key emits for a document: its own value or values, then those of its tasks (src/couchapps/ReqMgr/views). */
export const emittedValues = (document: Fields, key: ViewKey): Shape[] => {
  const from = views[key] === 'own' ? [document] : [document, ...tasksOf(document)];
  return from
    .flatMap((fields) => (fields[key] ?? null) as Shape | Shape[])
    .filter((value) => value !== null && value !== '' && value !== 'None');
};

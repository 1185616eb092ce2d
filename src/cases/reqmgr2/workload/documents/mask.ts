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
  const prefix = Object.hasOwn(document, 'TaskChain')
    ? 'Task'
    : Object.hasOwn(document, 'StepChain')
      ? 'Step'
      : null;
  const own = Object.hasOwn(document, key) ? (document[key] ?? null) : null;
  if (prefix === null) return own;
  const names = Array.from({ length: Number(document[`${prefix}Chain`]) }, (_, i) => `${prefix}${i + 1}`);
  const tasks = names.map((name) => document[name] as Fields);
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

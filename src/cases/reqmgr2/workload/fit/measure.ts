import { isList, isObject, type JsonObject, type JsonValue } from '../../../../subject/json.ts';
import { isTaskKey } from '../../document.ts';
import { type RequestType, requestTypes, type Status } from '../description.ts';
import { jsonText, pythonStyle } from '../documents/json-text.ts';
import type { DumpDocument } from './read-dumps.ts';

/** What of one document a description can say: numbers, and two words that every such document has. */
export interface DocumentMeasure {
  readonly status: Status;
  /** The built-in type that is like it. */
  readonly type: RequestType;
  readonly isOfOtherType: boolean;
  /** As ReqMgr2 sends it. */
  readonly bytes: number;
  /** Of all its objects, without the runs of LumiLists. */
  readonly keys: number;
  /** Objects and lists, without those in LumiLists. */
  readonly containers: number;
  /** Of objects and lists inside one another, the document counted, LumiLists not. */
  readonly levels: number;
  /** Tasks or steps; 0 for what is no chain. */
  readonly tasks: number;
  /** In LumiLists, wherever they stand. */
  readonly lumiBytes: number;
  readonly nameLength: number;
  /** 0 for none. */
  readonly prepIdLength: number;
}

export const measureDocument = (document: DumpDocument): DocumentMeasure => {
  const { RequestType, RequestStatus, RequestName, PrepID } = document;
  // What CouchDB adds.
  const { _rev, _attachments, ...sent } = document;
  const tasks = Object.keys(sent).filter(isTaskKey).length;
  const sum = { keys: 0, containers: 0, levels: 0, lumiBytes: 0 };
  const bytes = weigh(sent, 1, sum);
  const type = requestTypes.find((known) => known === RequestType);
  return {
    status: RequestStatus,
    type: type ?? (tasks > 0 ? 'TaskChain' : 'ReReco'),
    isOfOtherType: type === undefined,
    bytes,
    ...sum,
    tasks,
    nameLength: RequestName.length,
    prepIdLength: typeof PrepID === 'string' ? PrepID.length : 0,
  };
};

type Sum = { -readonly [Key in 'keys' | 'containers' | 'levels' | 'lumiBytes']: DocumentMeasure[Key] };

const between = pythonStyle.comma.length;

/** Adds up what is in a value, and returns its bytes as Python writes them. */
const weigh = (value: JsonValue, level: number, sum: Sum): number => {
  if (typeof value === 'string') return stringBytes(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  sum.containers += 1;
  sum.levels = Math.max(sum.levels, level);
  if (isList(value)) {
    let bytes = 2 + Math.max(0, value.length - 1) * between;
    for (const item of value) bytes += weigh(item, level + 1, sum);
    return bytes;
  }
  return weighMembers(value, level, sum);
};

const weighMembers = (object: JsonObject, level: number, sum: Sum): number => {
  const keys = Object.keys(object);
  sum.keys += keys.length;
  let bytes = 2 + Math.max(0, keys.length - 1) * between;
  for (const key of keys) {
    const member = object[key] as JsonValue;
    bytes += stringBytes(key) + pythonStyle.colon.length;
    if (key === 'LumiList' && isObject(member)) {
      const lumiBytes = weigh(member, 1, { keys: 0, containers: 0, levels: 0, lumiBytes: 0 });
      sum.containers += 1;
      sum.levels = Math.max(sum.levels, level + 1);
      // Without its braces: an empty one has none.
      sum.lumiBytes += lumiBytes - 2;
      bytes += lumiBytes;
    } else bytes += weigh(member, level + 1, sum);
  }
  return bytes;
};

/** Nearly all strings are plain. */
const stringBytes = (text: string): number =>
  /^[ !#-[\]-~]*$/.test(text) ? text.length + 2 : jsonText(text, pythonStyle).length;

/** Many documents, added up. */
export interface Measures {
  readonly count: number;
  readonly statuses: ReadonlyMap<Status, number>;
  readonly types: ReadonlyMap<RequestType, number>;
  readonly otherTypes: number;
  /** Of each type, sorted. */
  readonly sizes: ReadonlyMap<RequestType, readonly number[]>;
  readonly meanBytes: number;
  readonly meanKeys: number;
  readonly meanContainers: number;
  readonly meanLevels: number;
  readonly meanTasks: number;
  /** How many documents have so many; 0 for what is no chain. */
  readonly tasks: ReadonlyMap<number, number>;
  /** Of all bytes. */
  readonly lumiShare: number;
  /** How many names have each length. */
  readonly nameLengths: ReadonlyMap<number, number>;
  readonly prepIdLengths: ReadonlyMap<number, number>;
}

export const createMeasures = (): {
  readonly add: (measure: DocumentMeasure) => void;
  readonly read: () => Measures;
} => {
  const statuses = new Map<Status, number>();
  const types = new Map<RequestType, number>();
  const sizes = new Map<RequestType, number[]>();
  const nameLengths = new Map<number, number>();
  const prepIdLengths = new Map<number, number>();
  const sum = {
    count: 0,
    otherTypes: 0,
    bytes: 0,
    keys: 0,
    containers: 0,
    levels: 0,
    tasks: 0,
    lumiBytes: 0,
  };
  const tasks = new Map<number, number>();
  return {
    add: (one) => {
      sum.count += 1;
      sum.otherTypes += one.isOfOtherType ? 1 : 0;
      for (const key of ['bytes', 'keys', 'containers', 'levels', 'tasks', 'lumiBytes'] as const)
        sum[key] += one[key];
      countIn(tasks, one.tasks);
      countIn(statuses, one.status);
      countIn(types, one.type);
      countIn(nameLengths, one.nameLength);
      if (one.prepIdLength > 0) countIn(prepIdLengths, one.prepIdLength);
      const known = sizes.get(one.type);
      if (known === undefined) sizes.set(one.type, [one.bytes]);
      else known.push(one.bytes);
    },
    read: () => ({
      count: sum.count,
      statuses,
      types,
      otherTypes: sum.otherTypes,
      sizes: new Map([...sizes].map(([type, bytes]) => [type, bytes.toSorted((a, b) => a - b)])),
      meanBytes: sum.bytes / sum.count,
      meanKeys: sum.keys / sum.count,
      meanContainers: sum.containers / sum.count,
      meanLevels: sum.levels / sum.count,
      meanTasks: sum.tasks / sum.count,
      tasks,
      lumiShare: sum.lumiBytes / sum.bytes,
      nameLengths,
      prepIdLengths,
    }),
  };
};

const countIn = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

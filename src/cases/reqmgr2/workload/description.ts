/** What a synthetic set of workflows looks like. `fixtures/workloads/NAME.yaml` holds the named ones. */
export interface WorkloadDescription {
  readonly name: string;
  /** Workflows in each status. */
  readonly statuses: Readonly<Partial<Record<Status, number>>>;
  readonly documents: DocumentMix;
  /** Prefixes of workflow names with their shares of the workflows. */
  readonly names: readonly NamePattern[];
  readonly locks: { readonly global: number; readonly parent: number };
}

/** Sizes by a few figures for chains and built-in ranges for the others; or as they were counted, type by type. */
export type DocumentMix = AnyMix & (ModelledSizes | CountedSizes);

interface AnyMix {
  /** Mean size of a document as ReqMgr2 sends it. */
  readonly meanBytes: number;
  /** Shares of the request types. */
  readonly types: Readonly<Record<RequestType, number>>;
  /** Levels of objects inside one another that each document has beyond a real one's, within its size. */
  readonly nesting: number;
  /** Absent: `plainShape`. */
  readonly shape?: DocumentShaping | undefined;
}

interface ModelledSizes {
  /** Spread of the sizes of chains: the standard deviation of the logarithm. */
  readonly spread: number;
  /** Documents with a long LumiList: their share, and the range of their sizes. */
  readonly longLumiLists: { readonly share: number; readonly minBytes: number; readonly maxBytes: number };
  readonly sizes?: undefined;
}

interface CountedSizes {
  /** Of every type that has a share. They are scaled so that their mean is `meanBytes`. */
  readonly sizes: Readonly<Partial<Record<RequestType, SizeQuantiles>>>;
}

/** Which share of the documents of a type is at most so large; between two of them sizes are log-uniform. */
export const sizeQuantiles = {
  min: 0,
  p10: 0.1,
  p25: 0.25,
  p50: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p98: 0.98,
  p99: 0.99,
  p995: 0.995,
  p999: 0.999,
  max: 1,
} as const;
export type SizeQuantiles = Readonly<Record<keyof typeof sizeQuantiles, number>>;

/** How a document of a given size is filled, where that is not as in the built-in workloads. */
export interface DocumentShaping {
  /** Keys of an object against what it has in the built-in ones; the text of those that it lacks stands in one. */
  readonly keys: number;
  /** Lengths of texts against those of the built-in ones. */
  readonly lengths: number;
  /** Tasks or steps that a chain has at most; a larger document has a LumiList instead. */
  readonly maxTasks: number;
  /** Of what no further task fits into, the share that is text and not a LumiList. */
  readonly remarks: number;
  /** Levels of objects and lists at most, the document counted; what lies deeper is text. LumiLists and transitions stay. */
  readonly maxLevels: number | null;
}

/** More tasks than any real chain has. */
export const mostTasks = 40;

export const plainShape: DocumentShaping = {
  keys: 1,
  lengths: 1,
  maxTasks: mostTasks,
  remarks: 0,
  maxLevels: null,
};

export interface NamePattern {
  readonly prefix: string;
  readonly campaigns: readonly string[];
  readonly share: number;
}

/** What the rule cleaner fetches, and a scenario that names no statuses. */
export const fetchedByDefault = ['announced', 'aborted-completed', 'rejected'] as const;

export const requestTypes = ['TaskChain', 'StepChain', 'ReReco', 'Resubmission', 'DQMHarvest'] as const;
export type RequestType = (typeof requestTypes)[number];

/** ReqMgr2's statuses before the archived ones, in the order of a request's life, then the side exits. */
export const activeStatuses = [
  'new',
  'assignment-approved',
  'assigned',
  'staging',
  'staged',
  'acquired',
  'running-open',
  'running-closed',
  'force-complete',
  'failed',
  'completed',
  'closed-out',
  'announced',
  'aborted',
  'aborted-completed',
  'rejected',
] as const;
const archivedStatuses = ['normal-archived', 'aborted-archived', 'rejected-archived'] as const;
export const statuses = [...activeStatuses, ...archivedStatuses] as const;
export type Status = (typeof statuses)[number];
export const isStatus = (text: string): text is Status => (statuses as readonly string[]).includes(text);

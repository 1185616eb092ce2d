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

export interface DocumentMix {
  /** Mean size of a document as ReqMgr2 sends it. */
  readonly meanBytes: number;
  /** Shares of the request types. */
  readonly types: Readonly<Record<RequestType, number>>;
  /** Spread of the sizes of chains: the standard deviation of the logarithm. */
  readonly spread: number;
  /** Documents with a long LumiList: their share, and the range of their sizes. */
  /** Levels of objects inside one another that each document has beyond a real one's, within its size. */
  readonly nesting: number;
  readonly longLumiLists: { readonly share: number; readonly minBytes: number; readonly maxBytes: number };
}

export interface NamePattern {
  readonly prefix: string;
  readonly campaigns: readonly string[];
  readonly share: number;
}

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

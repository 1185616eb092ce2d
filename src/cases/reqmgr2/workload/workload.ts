import type { Status, WorkloadDescription } from './description.ts';
import type { ViewKey } from './documents/mask.ts';

/**
 * A synthetic set of workflows: a pure function of description, seed and index, of which nothing is stored. Indices run
 * from 0 to `size` - 1 in the order of the names.
 */
export interface Workload extends Documents {
  readonly description: WorkloadDescription;
  readonly seed: number;
  readonly size: number;
  readonly countOf: (status: Status) => number;
  /** The index of the nth workflow (from 0) of a status, in the order of the names. */
  readonly nth: (status: Status, n: number) => number;
  /** How many workflows of a status have an index below this one. */
  readonly rank: (status: Status, index: number) => number;
  readonly nameAt: (index: number) => string;
  /** The index of a name; undefined for one that is not of this workload. */
  readonly indexOf: (name: string) => number | undefined;
  /** The first index whose name is not below this text, byte by byte; `size` if there is none. */
  readonly lowerBound: (text: string) => number;
  /** How many workflows there were that no longer are, and whether one of this name was. */
  readonly deletedCount: number;
  readonly wasDeleted: (name: string) => boolean;
  readonly globalLocks: () => Iterable<string>;
  readonly parentLocks: () => Iterable<string>;
}

/** What the documents of a workload say, by their indices. */
export interface Documents {
  readonly statusAt: (index: number) => Status;
  /** Seconds since 1970. */
  readonly lastTransitionAt: (index: number) => number;
  /** A writer of documents in one form. Writers of the same form share their templates. */
  readonly writer: (form: DocumentForm) => DocumentWriter;
}

/** `reqmgr`: as Python's json.dumps writes it; `couch`: compact UTF-8, with `_rev`. */
export interface DocumentForm {
  readonly style: 'reqmgr' | 'couch';
  /** Only these keys, in this order, each as `maskedValue` leaves it; every key without it. */
  readonly mask?: readonly string[];
  /** In place of the document: these keys, each with the list of what CouchDB's view of ReqMgr emits for it, as `emittedValues`. */
  readonly views?: readonly ViewKey[];
}

export interface DocumentWriter {
  /** The bytes of a document, exactly. An UnmaskableError where the form's mask cannot be had of it. */
  readonly sizeAt: (index: number) => number;
  /** Writes the document and returns the offset behind it. The target must have room for `sizeAt(index)` bytes. */
  readonly write: (index: number, target: Buffer, offset: number) => number;
}

import type { LiveSearch } from './live-grain.ts';
import type { MetricName, Purpose } from './metrics.ts';
import type { UnseenEvidence } from './unseen.ts';

/** What a subject is asked to do: the JSON file whose path is its only argument. */
export type SubjectTask = SubjectJob & {
  /** Where the subject writes its `SubjectReport`. */
  readonly reportPath: string;
  /** Where the subject logs a fingerprint for each processed workflow. */
  readonly processedPath: string;
};

/** The work alone, wherever its results go. */
export type SubjectJob = CycleJob & JobPurpose;
export type JobPurpose = SampleJob | LiveJob | ProfileJob;

interface CycleJob {
  /** The services, without a slash at the end; null for a target, which comes in the environment (`targetVariable`). */
  readonly url: string | null;
  readonly retries: RetryPolicy;
  /** The statuses to fetch, in the service's order. */
  readonly statuses: readonly string[];
  /** A built-in strategy's name, or the absolute path of a module with a default export. */
  readonly strategy: string;
  readonly params: StrategyParams;
  /** Cycles in this process: 1, but for timing with warm cycles and for growth. */
  readonly cycles: number;
}

interface SampleJob {
  readonly purpose: Exclude<Purpose, 'live'>;
}

/**
 * What is needed at most, read as finely as is asked for. `boundary`: also, after which document is most memory alive? It is
 * asked before a profile.
 */
interface LiveJob {
  readonly purpose: 'live' | 'boundary';
  readonly search: LiveSearch;
}

/** An allocation profile of what is alive at one document boundary. */
interface ProfileJob {
  readonly purpose: 'profile';
  /** After so many documents; a number that is never reached, 0 among them, means the end of the cycle. */
  readonly boundary: number;
  /** Where the subject writes the `HeapProfile`. */
  readonly profilePath: string;
}

/** How often and after how long a request that failed in passing is sent again. */
export interface RetryPolicy {
  /** Times that a request is sent at most, the first included; from 1, which never repeats. */
  readonly attempts: number;
  /** Milliseconds: the longest wait before the second attempt; it doubles with each further one. */
  readonly base: number;
  /** Milliseconds: no wait is longer, also where the service asks for a longer one. */
  readonly longest: number;
}

/**
 * How to reach a real service. It holds secrets: it travels from harness to subject in the environment, under
 * `targetVariable`, and stands in no file, no message and no process list.
 */
export interface TargetAccess {
  /** Without credentials and without a slash at the end; it may have a path, which comes before the services' own. */
  readonly url: string;
  /** Paths of PEM files: the client's certificate and its key, and whom to trust. Null for none, and for the system's. */
  readonly certificate: string | null;
  readonly key: string | null;
  readonly ca: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The path of CouchDB's database; null for `/couchdb/reqmgr_workload_cache`. */
  readonly database: string | null;
  /** Whether it has the locks; if not, a cycle takes nothing for locked. */
  readonly locks: boolean;
}

export const targetVariable = 'TIDEMARK_TARGET';

export type StrategyParams = Readonly<Record<string, string | number | boolean>>;

/** What the rule cleaner reports of a cycle. */
export interface RuleCleanerReport {
  readonly total: number;
  readonly cleaned: number;
  readonly normalArchived: number;
  readonly forceArchived: number;
}

/** Memory at one instant, in bytes: the V8 heap in use, and what lies outside it (buffers, large strings). */
export interface MemoryReading {
  readonly heap: number;
  readonly external: number;
}

/** Memory at one instant, so many milliseconds after the cycle began. */
export interface TimelinePoint extends MemoryReading {
  readonly t: number;
}

/** What a sample tells beside single figures. */
export type SampleDetail =
  | { readonly kind: 'none' }
  /** A pilot's memory before and after each GC event. */
  | { readonly kind: 'timeline'; readonly points: readonly TimelinePoint[] }
  /** Heap and external memory alive after each cycle, bytes. */
  | { readonly kind: 'cycles'; readonly liveBytes: readonly number[] }
  | { readonly kind: 'floor'; readonly probes: readonly FloorProbe[] }
  /** After how many documents most memory was alive; 0 where no document came. */
  | { readonly kind: 'boundary'; readonly boundary: number }
  /** Where a profile was taken, in documents, and what was alive there. */
  | { readonly kind: 'profile'; readonly documents: number; readonly alive: MemoryReading }
  /** `limits`: those that the scenario asks about; `probes`: those of the search for the lowest. */
  | {
      readonly kind: 'container';
      readonly limits: readonly FloorProbe[];
      readonly probes: readonly FloorProbe[];
    }
  /** What a program says that it runs on, such as `CPython 3.11.7`; null if it does not. */
  | { readonly kind: 'program'; readonly version: string | null };

/** A limit of memory: how many tries of it survived, and how the others ended. Without any try, why there is none. */
export interface FloorProbe {
  readonly limitBytes: number;
  readonly tries: number;
  readonly survived: number;
  readonly endings: readonly string[];
}

/** What a subject says when it has ended. Written whole or not at all. */
export type SubjectReport =
  | {
      readonly status: 'completed';
      readonly metrics: Partial<Record<MetricName, number>>;
      readonly unavailable: Partial<Record<MetricName, string>>;
      readonly ruleCleaner: RuleCleanerReport;
      readonly detail: SampleDetail;
      readonly unseen: UnseenEvidence;
      /** Whether Node's type stripper was loaded: 4 MB of heap and 7 MB outside it that are not the strategy's. */
      readonly stripperLoaded: boolean;
    }
  | { readonly status: 'failed'; readonly message: string };

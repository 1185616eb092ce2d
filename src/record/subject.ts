import type { MetricName, Purpose } from './metrics.ts';

/** What a subject is asked to do: the JSON file whose path is its only argument. */
export interface SubjectTask {
  /** The services, without a slash at the end. */
  readonly url: string;
  /** The statuses to fetch, in the service's order. */
  readonly statuses: readonly string[];
  /** A built-in strategy's name, or the absolute path of a module with a default export. */
  readonly strategy: string;
  readonly params: StrategyParams;
  readonly purpose: Purpose;
  /** Cycles in this process: 1, but for timing with warm cycles and for growth. */
  readonly cycles: number;
  /** Where the subject writes its `SubjectReport`. */
  readonly reportPath: string;
  /** Where the subject logs a fingerprint for each processed workflow. */
  readonly processedPath: string;
}

export type StrategyParams = Readonly<Record<string, string | number | boolean>>;

/** What the rule cleaner reports of a cycle. */
export interface RuleCleanerReport {
  readonly total: number;
  readonly cleaned: number;
  readonly normalArchived: number;
  readonly forceArchived: number;
}

/** Memory at one instant: milliseconds since the cycle began, and bytes. */
export interface TimelinePoint {
  readonly t: number;
  readonly heap: number;
  readonly external: number;
}

/** What a sample tells beside single figures. */
export type SampleDetail =
  | { readonly kind: 'none' }
  /** A pilot's memory before and after each GC event. */
  | { readonly kind: 'timeline'; readonly points: readonly TimelinePoint[] }
  /** Heap and external memory alive after each cycle, bytes. */
  | { readonly kind: 'cycles'; readonly liveBytes: readonly number[] }
  | { readonly kind: 'floor'; readonly probes: readonly FloorProbe[] }
  /** What a program says that it runs on, such as `CPython 3.11.7`; null if it does not. */
  | { readonly kind: 'program'; readonly version: string | null };

/** A heap limit that was tried: how many of the tries survived, and how the others ended. */
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
      /** Whether Node's type stripper was loaded: 4 MB of heap and 7 MB outside it that are not the strategy's. */
      readonly stripperLoaded: boolean;
    }
  | { readonly status: 'failed'; readonly message: string };

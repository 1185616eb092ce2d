import type { Row } from '../journal/sample.ts';
import type { Purpose } from '../purposes.ts';
import type { LiveSearch } from './live-grain.ts';

/** What a subject is asked to do: the JSON file whose path is its only argument. */
export type SubjectTask = SubjectJob & {
  /** Where the subject writes its `SubjectReport`. */
  readonly reportPath: string;
  /** Where the subject logs a fingerprint for each processed item. */
  readonly processedPath: string;
};

/** The work alone, wherever its results go. */
export type SubjectJob = CycleJob & JobPurpose;
export type JobPurpose = SampleJob | LiveJob | ProfileJob;

interface CycleJob {
  /** The services, without a slash at the end; null for a target, which comes in the environment (`targetVariable`). */
  readonly url: string | null;
  readonly retries: RetryPolicy;
  /** The URL of the case's module for the subject. */
  readonly module: string;
  /** What the case's harness side gives to it: what to fetch. */
  readonly data: unknown;
  /** The name of one of the case's consumers. */
  readonly consumer: string;
  /** A built-in strategy's name, or the absolute path of a module with a default export. */
  readonly strategy: string;
  readonly params: StrategyParams;
  /** A function instead of a strategy: what a module, by its absolute path, exports. */
  readonly call?: NonNullable<Row['function']> & { readonly module: string };
  /** Cycles in this process: 1, but for timing with warm cycles and for growth. */
  readonly cycles: number;
}

interface SampleJob {
  readonly purpose: Exclude<Purpose, 'live'>;
}

/**
 * What is needed at most, read as finely as is asked for. `boundary`: also, after which item is most memory alive? It is
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
  /** The case's own keys. */
  readonly own: Readonly<Record<string, unknown>>;
}

export const targetVariable = 'TIDEMARK_TARGET';

export type StrategyParams = Row['params'];

import type { Budget } from './budgets.ts';
import type { Claim } from './claims.ts';
import type { MetricName } from './metrics.ts';
import type { Sample, Variant } from './sample.ts';
import type { ServicesBehaviour } from './services-behaviour.ts';

/** What of the user's environment could change a figure: names of variables, and what became of them. */
export interface EnvironmentVariables {
  /** Set, and not given to rows of these kinds; empty for a kind that the run has no row of. */
  readonly withheld: { readonly strategies: readonly string[]; readonly programs: readonly string[] };
  /** Given to rows, with their values; a digest of one that may be secret. */
  readonly kept: Readonly<Record<string, string>>;
}

/** Limits in force around what is measured, in bytes; null for none. */
export interface EnvironmentLimits {
  /** Of V8's heap in a process without flags: V8 works it out from the memory that it may have. Null where none started. */
  readonly heap: number | null;
  /** Of memory: the lowest that cgroups set, where it is below the machine's memory. */
  readonly memory: number | null;
  /** ulimit -v and -d. */
  readonly addressSpace: number | null;
  readonly data: number | null;
}

/** The machine and the versions that the figures depend on. Memory in bytes. */
export interface Environment {
  readonly node: string;
  readonly v8: string;
  readonly platform: string;
  readonly arch: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly tidemark: string;
  /** The instrument's revision; 1 where an older version did not tell it. */
  readonly instrument: number;
  /** The revision of the working tree that was measured, `-dirty` behind it if it had changes; null outside git. */
  readonly commit: string | null;
  readonly startedAt: string;
  /** A digest of all that a subject loads of Tidemark's own. Journals of older versions lack this and what follows. */
  readonly code?: string;
  readonly limits?: EnvironmentLimits;
  readonly variables?: EnvironmentVariables;
  /** Whether temporary files lie in memory, where they count against a container's limit. Journals of older versions lack it. */
  readonly temporaryInMemory?: boolean;
}

/** The part of the workload that the scenario's statuses select. All 0 for a target, whose workflows nobody knows before. */
export interface WorkloadSummary {
  readonly profile: string;
  readonly workflows: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Of all documents as ReqMgr2 sends them, without framing. */
  readonly bytes: number;
  readonly meanBytes: number;
  /** Levels of objects inside one another that each document has beyond a real one's. */
  readonly nesting: number;
  readonly digest: string;
}

export interface ScenarioSummary {
  readonly name: string;
  readonly description: string | null;
  readonly path: string;
  readonly seed: number;
  readonly scale: number;
  readonly samples: number;
  readonly metrics: readonly MetricName[];
  /** Limits of a container to be tried, bytes. */
  readonly limits: readonly number[];
  /** Whether a real service was fetched from; all that is told of it. Journals of older versions lack it. */
  readonly target?: boolean;
  /** Journals of before there were services that misbehave have none. */
  readonly services?: ServicesBehaviour;
}

/** A journal's first line: all that the samples below it have in common. */
export interface JournalHeader {
  readonly type: 'run';
  readonly schema: 'tidemark/journal@1';
  /** No other run has it. Journals of older versions lack it. */
  readonly id?: string;
  readonly scenario: ScenarioSummary;
  readonly environment: Environment;
  readonly workload: WorkloadSummary;
  readonly reference: string | null;
  readonly variants: readonly Variant[];
  /** What is to be judged by this run and by those of its named measurements; empty in theirs. */
  readonly claims: readonly Claim[];
  /** What the scenario's strategies must stay under; empty if it has none. */
  readonly budgets: readonly Budget[];
}

/** Why a run came to no end of its own: its last line. An interruption leaves none. */
export interface BrokenOffEntry {
  readonly type: 'broken-off';
  /** A sentence without what is secret. */
  readonly why: string;
}

/** `samples.jsonl`: the header, then a sample a line, each written as soon as it exists; last, why the run broke off, if it did. */
export type JournalEntry = JournalHeader | Sample | BrokenOffEntry;

export interface Journal {
  readonly header: JournalHeader;
  readonly samples: readonly Sample[];
  /** The journals that this one was put together of, each with its own plan; absent in one that was read. */
  readonly parts?: readonly Journal[];
}

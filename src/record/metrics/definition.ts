import type { MeasuringPurpose } from '../purposes.ts';

export const units = ['bytes', 'ms', 'count', 'rate'] as const;
export type Unit = (typeof units)[number];

/** The tables of a report that show metrics. */
export type MetricTable = 'memory' | 'process' | 'survival' | 'server' | 'load' | 'further';

/** All that there is to say of a metric. Whatever names metrics elsewhere is derived from this. */
export interface MetricDefinition {
  /** What reports call it. */
  readonly title: string;
  readonly unit: Unit;
  /**
   * The purpose of the samples that read it; `ledger`: counted by the services, `client`: by the subject's HTTP client, both
   * in a sample of whichever purpose, so several times a round.
   */
  readonly readBy: MeasuringPurpose | 'ledger' | 'client';
  /** `when asked for`: what takes minutes, or is of few runs. `always`: it is kept even if a scenario picks other metrics. */
  readonly measured: 'by default' | 'when asked for' | 'always';
  /** Which table of a report has its column. */
  readonly table: MetricTable;
  /**
   * Whether figures of two machines may be compared. Times and resident memory may not. Nor may what V8's own schedule leaves
   * behind: by how much the heap may grow until the next collection it works out from the speeds at which it allocates and
   * collects (MemoryController::GrowingFactor in V8's heap-controller.cc). A tight schedule and the counts of allocations and
   * requests do not depend on the machine; how many of the requests are under way at once does.
   */
  readonly isPortable: boolean;
  /** Whether its samples take several cycles in one process. Counters are of one, and are left out of such samples. */
  readonly isOfSeveralCycles: boolean;
  /** Whether a 0 in every row is news: a reader of a table in which nothing was sent again need not be told so. */
  readonly isToldAtZero: boolean;
  /** The smallest difference that its instrument tells at a reading so high, in its unit; null where none is known. */
  readonly grain: ((reading: number) => number) | null;
  /** Whether less of it is better, or more. */
  readonly better: 'less' | 'more';
  /** What it means of a strategy, of a program, and of a server under load. */
  readonly ofStrategy: OfKind;
  readonly ofProgram: OfKind;
  readonly ofServer: OfKind;
  /** What it is, in one sentence for reports. */
  readonly meaning: string;
}

/** The same as elsewhere, something else, or nothing, for a reason, which is not told of a row of another kind unless it is asked for. */
export type OfKind =
  | 'same'
  | { readonly means: string }
  | { readonly lacks: string; readonly isQuiet?: boolean }
  /** The same of one of this runtime, which is read from inside, and nothing of others. */
  | { readonly inside: string; readonly lacks: string; readonly isQuiet?: boolean };

const notOfServers = { lacks: 'it is not read of a server under load', isQuiet: true } as const;

/** The less the better, and nothing of a server's: so are most. */
export const common = { better: 'less', ofStrategy: 'same', ofServer: notOfServers } as const;

/** Of one cycle, told whatever it is, and of no known grain besides. */
export const plain = { ...common, isOfSeveralCycles: false, isToldAtZero: true, grain: null } as const;

/** Of a program, what is read inside Node's V8. */
const insideV8 = {
  inside: 'node',
  lacks: "it is read inside Node's V8, and this is no program of Node's",
} as const;

/** Of a server, the same. */
const insideServer = { ...insideV8, isQuiet: true } as const;

/** Of one cycle of a strategy, of a Node program's life, and of a Node server's with its load. */
export const ofV8 = { ofProgram: insideV8, ofServer: insideServer } as const;

/** What needs a subject of Tidemark's own. */
export const ofStrategies = {
  lacks: 'it is read of strategies alone, and this is a program of its own',
} as const;

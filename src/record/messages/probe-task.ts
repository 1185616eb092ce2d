import type { Purpose } from '../purposes.ts';
import type { LiveSearch } from './live-grain.ts';

/** What a program is read from inside for. */
export type InsidePurpose = Extract<Purpose, 'pilot' | 'heap' | 'live' | 'stretches'>;

/** What the preload in a Node program is asked to do: JSON in the variable `probeVariable` of its environment. */
export interface ProbeTask {
  readonly purpose: InsidePurpose;
  /** Where each process writes its `ProbedProcess`, as `PID-START.json`. */
  readonly folder: string;
  /** V8's flags, set before the program is loaded. */
  readonly flags: readonly string[];
  /** For live samples: what is known of the peak of the process of this name. Of others nothing is. */
  readonly search: LiveSearch;
  readonly searchOf: string | null;
  /** Whether it also answers, at the socket `PID.sock` in the folder, while it lives: see `subject/program/answers.ts`. */
  readonly answers: boolean;
}

export const probeVariable = 'TIDEMARK_PROBE';

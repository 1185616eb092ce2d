/** One known answer: what is true, what was measured, and how far off it may be. */
export interface Finding {
  readonly check: string;
  readonly truth: string;
  readonly measured: string;
  readonly error: string;
  readonly tolerance: string;
  readonly holds: boolean;
}

/** `fast`: under a minute, for the tests; `full`: every size and every repetition. */
export type Form = 'fast' | 'full';

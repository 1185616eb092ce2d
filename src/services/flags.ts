/**
 * What V8 is told in a process of services. Nothing of an answer outlives its chunk, so a small heap costs little: 113 MB of
 * resident memory at most in place of 141 for production, and of so small a young generation helper threads cost more than
 * they give (22 of 126 ms of processor time for 181 MB sent).
 */
export const servicesFlags: readonly string[] = [
  '--optimize-for-size',
  '--max-semi-space-size=2',
  '--no-parallel-scavenge',
];

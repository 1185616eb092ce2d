/**
 * Milliseconds after which a test, or a process that one has started, is taken to hang: many times what the longest takes
 * where all else on the machine stands still. Nothing in the suite depends on the machine's speed.
 */
export const hangs = 3_600_000;

import type { Run } from '../../record/run.ts';

/** `run.json`: the run as it is, for programs. */
export const renderJson = (run: Run): string => `${JSON.stringify(run, null, 2)}\n`;

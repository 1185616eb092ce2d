import type { Purpose } from '../../record/metrics.ts';
import type { Procedure } from './procedure.ts';

/** Each is loaded only when asked for: what a subject loads is part of what is measured. */
const procedures: Readonly<
  Record<Exclude<Purpose, 'traced'>, () => Promise<{ readonly default: Procedure }>>
> = {
  pilot: () => import('./pilot.ts'),
  heap: () => import('./heap.ts'),
  live: () => import('./live.ts'),
  timing: () => import('./timing.ts'),
  cycles: () => import('./cycles.ts'),
  floor: () => import('./floor.ts'),
  container: () => import('./floor.ts'),
};

export const loadProcedure = async (purpose: Purpose): Promise<Procedure> => {
  if (purpose === 'traced') throw new Error('a program can be traced, a strategy cannot');
  return (await procedures[purpose]()).default;
};

export const loadAllProcedures = async (): Promise<void> => {
  await Promise.all(Object.values(procedures).map((load) => load()));
};

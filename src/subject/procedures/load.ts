import type { SubjectTask } from '../../record/subject.ts';
import type { Procedure } from './procedure.ts';

type Plain = Exclude<SubjectTask['purpose'], 'profile'>;

/** Each is loaded only when asked for: what a subject loads is part of what is measured. */
const procedures: Readonly<Record<Plain, () => Promise<{ readonly default: Procedure }>>> = {
  pilot: () => import('./pilot.ts'),
  heap: () => import('./heap.ts'),
  live: () => import('./live.ts'),
  timing: () => import('./timing.ts'),
  cycles: () => import('./cycles.ts'),
  floor: () => import('./floor.ts'),
  container: () => import('./floor.ts'),
  boundary: () => import('./boundary.ts'),
};
const loadProfile = () => import('./profile.ts');

export const loadProcedure = async (task: SubjectTask): Promise<Procedure> =>
  task.purpose === 'profile'
    ? (await loadProfile()).profileAt(task)
    : (await procedures[task.purpose]()).default;

export const loadAllProcedures = async (): Promise<void> => {
  await Promise.all([...Object.values(procedures), loadProfile].map((load) => load()));
};

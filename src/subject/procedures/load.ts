import type { SubjectTask } from '../../record/messages/subject.ts';
import type { Procedure } from './procedure.ts';

/** A strategy is never traced: that is what programs do to themselves. Nor is it put under load, as servers are. */
type Plain = Exclude<SubjectTask['purpose'], 'live' | 'boundary' | 'profile' | 'traced' | 'stretches'>;

/** Each is loaded only when asked for: what a subject loads is part of what is measured. */
const procedures: Readonly<Record<Plain, () => Promise<{ readonly default: Procedure }>>> = {
  pilot: () => import('./pilot.ts'),
  heap: () => import('./heap.ts'),
  timing: () => import('./timing.ts'),
  cycles: () => import('./cycles.ts'),
  floor: () => import('./floor.ts'),
  container: () => import('./floor.ts'),
};
const loadLive = () => import('./live.ts');
const loadBoundary = () => import('./boundary.ts');
const loadProfile = () => import('./profile.ts');

export const loadProcedure = async (task: SubjectTask): Promise<Procedure> => {
  if (task.purpose === 'live') return (await loadLive()).liveBy(task.search);
  if (task.purpose === 'boundary') return (await loadBoundary()).boundaryBy(task.search);
  if (task.purpose === 'profile') return (await loadProfile()).profileAt(task);
  if (task.purpose === 'traced' || task.purpose === 'stretches')
    throw new Error(`a strategy has no sample for ${task.purpose}`);
  return (await procedures[task.purpose]()).default;
};

export const loadAllProcedures = async (): Promise<void> => {
  await Promise.all(
    [...Object.values(procedures), loadLive, loadBoundary, loadProfile].map((load) => load()),
  );
};

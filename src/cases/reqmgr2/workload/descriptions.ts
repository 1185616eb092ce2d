import { fileURLToPath } from 'node:url';
import { suggestName } from '../../../errors/suggest.ts';
import { UserError } from '../../../errors/user-error.ts';
import { errorOf, problemsOf } from '../../../scenario/problems.ts';
import { readYamlFile, yamlNames } from '../../../scenario/yaml-file.ts';
import type { Status, WorkloadDescription } from './description.ts';
import { descriptionSchema } from './description-schema.ts';

const folder = fileURLToPath(new URL('../../../../fixtures/workloads/', import.meta.url));
const extension = '.yaml';

/** The workloads that may be named, sorted. */
export const workloadNames = (): string[] => yamlNames(folder);

export const workloadFile = (name: string): string => `${folder}${name}${extension}`;

/** The description of a named workload; a description is returned as it is. A UserError for an unknown name, with the nearest known one. */
export const loadDescription = (nameOrDescription: string | WorkloadDescription): WorkloadDescription => {
  if (typeof nameOrDescription !== 'string') return nameOrDescription;
  const known = workloadNames();
  if (!known.includes(nameOrDescription)) {
    throw new UserError(`unknown workload "${nameOrDescription}"`, {
      advice: suggestName(nameOrDescription, known),
    });
  }
  const file = readYamlFile(workloadFile(nameOrDescription));
  const parsed = descriptionSchema.safeParse(file.data);
  if (!parsed.success) throw errorOf(problemsOf(parsed.error.issues, file.data), file.placeOf);
  return parsed.data;
};

/**
 * The description with each status's count multiplied and rounded; a status that has workflows keeps at least one. The
 * locks stay: they belong to the service, not to the backlog.
 */
export const scaleDescription = (description: WorkloadDescription, scale: number): WorkloadDescription => {
  const counts = Object.entries(description.statuses) as [Status, number][];
  const scaled = counts.map(([status, count]) => [
    status,
    count === 0 ? 0 : Math.max(1, Math.round(count * scale)),
  ]);
  return { ...description, statuses: Object.fromEntries(scaled) };
};

export const workflowsIn = (description: WorkloadDescription, statuses: readonly Status[]): number =>
  statuses.reduce((sum, status) => sum + (description.statuses[status] ?? 0), 0);

/**
 * Two hundred times production. The harness holds a fingerprint of each, and walks over them without looking up: for more, an
 * interruption would wait too long. (Up to 94,906,265, the square root of 2^53, a workload's index times a count is exact.)
 */
const maxWorkflows = 2_000_000;

/** A description with its counts multiplied. UserError where that makes too many workflows. */
export const scaleWithin = (description: WorkloadDescription, scale: number): WorkloadDescription => {
  const scaled = scaleDescription(description, scale);
  const workflows = workflowsIn(scaled, Object.keys(scaled.statuses) as Status[]);
  if (workflows <= maxWorkflows) return scaled;
  throw new UserError(`scale ${scale} makes ${workflows} workflows of the workload "${description.name}"`, {
    advice: `At most ${maxWorkflows} are possible.`,
  });
};

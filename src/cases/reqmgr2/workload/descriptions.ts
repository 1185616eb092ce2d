import { fileURLToPath } from 'node:url';
import { suggestName } from '../../../errors/suggest.ts';
import { UserError } from '../../../errors/user-error.ts';
import { errorOf, problemsOf } from '../../../scenario/problems.ts';
import { readYamlFile, yamlNames } from '../../../scenario/yaml-file.ts';
import type { Profile, Status } from './description.ts';
import { profileSchema } from './description-schema.ts';

const folder = fileURLToPath(new URL('../../../../fixtures/workloads/', import.meta.url));
const extension = '.yaml';

/** The profiles that may be named, sorted. */
export const profileNames = (): string[] => yamlNames(folder);

/** A named profile; a profile is returned as it is. A UserError for an unknown name, with the nearest known one. */
export const loadProfile = (nameOrProfile: string | Profile): Profile => {
  if (typeof nameOrProfile !== 'string') return nameOrProfile;
  const known = profileNames();
  if (!known.includes(nameOrProfile)) {
    throw new UserError(`unknown profile "${nameOrProfile}"`, { advice: suggestName(nameOrProfile, known) });
  }
  const file = readYamlFile(`${folder}${nameOrProfile}${extension}`);
  const parsed = profileSchema.safeParse(file.data);
  if (!parsed.success) throw errorOf(problemsOf(parsed.error.issues, file.data), file.placeOf);
  return parsed.data;
};

/**
 * The profile with each status's count multiplied and rounded; a status that has workflows keeps at least one. The
 * locks stay: they belong to the service, not to the backlog.
 */
export const scaleProfile = (profile: Profile, scale: number): Profile => {
  const counts = Object.entries(profile.statuses) as [Status, number][];
  const scaled = counts.map(([status, count]) => [
    status,
    count === 0 ? 0 : Math.max(1, Math.round(count * scale)),
  ]);
  return { ...profile, statuses: Object.fromEntries(scaled) };
};

export const workflowsIn = (profile: Profile, statuses: readonly Status[]): number =>
  statuses.reduce((sum, status) => sum + (profile.statuses[status] ?? 0), 0);

/**
 * A hundred times production. The harness holds a fingerprint of each, and walks over them without looking up: for more, an
 * interruption would wait too long. (Up to 94,906,265, the square root of 2^53, a workload's index times a count is exact.)
 */
const maxWorkflows = 1_000_000;

/** A profile with its counts multiplied. UserError where that makes too many workflows. */
export const scaleWithin = (profile: Profile, scale: number): Profile => {
  const scaled = scaleProfile(profile, scale);
  const workflows = workflowsIn(scaled, Object.keys(scaled.statuses) as Status[]);
  if (workflows <= maxWorkflows) return scaled;
  throw new UserError(`scale ${scale} makes ${workflows} workflows of the profile "${profile.name}"`, {
    advice: `At most ${maxWorkflows} are possible.`,
  });
};

import { fileURLToPath } from 'node:url';
import { suggestName } from '../errors/suggest.ts';
import { UserError } from '../errors/user-error.ts';
import type { Profile, Status } from '../workload/profile.ts';
import { errorOf, problemsOf } from './problems.ts';
import { profileSchema } from './profile-schema.ts';
import { readYamlFile, yamlNames } from './yaml-file.ts';

const folder = fileURLToPath(new URL('../../fixtures/profiles/', import.meta.url));
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

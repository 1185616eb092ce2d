import { suggestName } from '../errors/suggest.ts';
import type { Profile, Status } from '../workload/profile.ts';
import type { Problem } from './problems.ts';
import { profileNames } from './profiles.ts';
import type { ScenarioVariant } from './scenario.ts';

/** What in a measurement does not fit the strategies and the profiles that there are; paths below the measurement. */
export const problemsOfReference = (
  reference: string | undefined,
  variants: readonly ScenarioVariant[],
): Problem[] => {
  const labels = variants.map(({ label }) => label);
  return reference === undefined || labels.includes(reference)
    ? []
    : [
        {
          path: ['reference'],
          at: 'value',
          message: `the reference "${reference}" is none of the strategies`,
          advice: suggestName(reference, labels),
        },
      ];
};

export const problemsOfWorkload = (workload: string | Profile): Problem[] => {
  const known = profileNames();
  return typeof workload !== 'string' || known.includes(workload)
    ? []
    : [
        {
          path: ['workload'],
          at: 'value',
          message: `unknown profile "${workload}"`,
          advice: suggestName(workload, known),
        },
      ];
};

export const noWorkflows = (profile: Profile, statuses: readonly Status[]): Problem => {
  const used = Object.entries(profile.statuses).filter(([, count]) => count > 0);
  return {
    path: ['statuses'],
    at: 'value',
    message: `the profile "${profile.name}" has no workflow in ${statuses.join(', ')}`,
    advice: `It has workflows in ${used.map(([status]) => status).join(', ')}.`,
  };
};

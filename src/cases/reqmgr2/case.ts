import path from 'node:path';
import { z } from 'zod';
import { suggestName } from '../../errors/suggest.ts';
import type { WorkloadSummary } from '../../record/journal/journal.ts';
import type { Asked, BuiltInCase, Opened } from '../../scenario/case.ts';
import type { Problem } from '../../scenario/problems.ts';
import { distinct, mapping, nameOf, numberFrom } from '../../scenario/schema-parts.ts';
import { strategyCatalogue } from './catalogue.ts';
import { expectItems } from './expect.ts';
import { longestText } from './longest-text.ts';
import type { Served } from './services.ts';
import type { Fetched, TargetKeys } from './subject.ts';
import { versionOf } from './version.ts';
import { scenarioOf1 } from './version-1.ts';
import { consumers, words } from './words.ts';
import { fetchedByDefault, type Status, statuses, type WorkloadDescription } from './workload/description.ts';
import { descriptionSchema } from './workload/description-schema.ts';
import {
  loadDescription,
  scaleWithin,
  workflowsIn,
  workloadFile,
  workloadNames,
} from './workload/descriptions.ts';
import { fitted, measured } from './workload/fit/likeness.ts';
import { openWorkload } from './workload/open.ts';
import { summarySteps } from './workload/summary.ts';

/** With this file's own extension: `.js` in the package, which is built. */
const moduleAt = (place: string): string =>
  new URL(`${place}${path.extname(import.meta.filename)}`, import.meta.url).href;

const perRequest = numberFrom(0).default(0);

/** CMS's ReqMgr2, with the CouchDB behind it and WMStats beside it, as its rule cleaner fetches from them. */
export const reqmgr2: BuiltInCase = {
  name: 'reqmgr2',
  modules: { services: moduleAt('./services'), subject: moduleAt('./subject') },
  strategies: strategyCatalogue,
  words,
  reference: 'naive',
  consumers,
  keys: {
    measurement: {
      statuses: distinct(z.array(nameOf('status', statuses), { error: 'a list of statuses' }), 1).default([
        ...fetchedByDefault,
      ]),
    },
    services: {
      churn: mapping({ change: perRequest, appear: perRequest, vanish: perRequest }).nullable().default(null),
    },
    target: {
      database: z
        .string({ error: "the path of CouchDB's database" })
        .regex(/^(\/[^/?#]+)+$/, {
          error: 'a path that starts with a slash and ends without one, such as /mydb',
        })
        .optional(),
      locks: z.boolean({ error: 'true or false' }).default(true),
    } satisfies Record<keyof TargetKeys, z.ZodType>,
  },
  workloads: {
    names: workloadNames,
    shape: descriptionSchema,
    fileOf: workloadFile,
    fit: fitted,
    measure: measured,
  },
  log: {
    columns: 'name, status and last transition',
    versionOf: (name, [status, time, ...more]) =>
      status === undefined || !/^\d+(\.\d+)?$/.test(time ?? '') || more.length > 0
        ? null
        : versionOf(name, status, Number(time)),
  },
  ofOlder: scenarioOf1,
  open: (asked) => {
    const { workload } = asked;
    const selected = asked.own.statuses as readonly Status[];
    if (workload === null) return ofTarget(selected);
    const known = workloadNames();
    if (typeof workload === 'string' && !known.includes(workload))
      return { problems: [unknownWorkload(workload, known)] };
    const description = loadDescription(workload as string | WorkloadDescription);
    if (workflowsIn(description, selected) === 0) return { problems: [noWorkflows(description, selected)] };
    return openDescribed(scaleWithin(description, asked.scale), selected, asked);
  },
  longestText,
  summarise: function* (opened) {
    const served = opened.served as Served | null;
    if (served === null) return unknownSummary;
    return yield* summarySteps(openWorkload(served.description, served.seed), statusesOf(opened));
  },
  expect: (opened) => {
    const served = opened.served as Served | null;
    return served === null ? () => nothing : expectItems(served, statusesOf(opened));
  },
};

const statusesOf = ({ fetched }: Opened): readonly Status[] =>
  (fetched as Fetched).statuses as readonly Status[];

/** A target's workflows are its own. */
const ofTarget = (selected: readonly Status[]): Opened => ({
  groups: {},
  served: null,
  fetched: { statuses: selected } satisfies Fetched,
  variables: {},
});

const nothing = { items: [], passing: [] };

const unknownSummary: WorkloadSummary = {
  name: 'target',
  items: 0,
  groups: {},
  bytes: 0,
  meanBytes: 0,
  nesting: 0,
  digest: 'target',
};

const openDescribed = (
  description: WorkloadDescription,
  selected: readonly Status[],
  { seed, services: { churn } }: Pick<Asked, 'seed' | 'services'>,
): Opened => ({
  groups: Object.fromEntries(selected.map((status) => [status, description.statuses[status] ?? 0])),
  served: { description, seed, churn } satisfies Served,
  fetched: { statuses: selected } satisfies Fetched,
  variables: { TIDEMARK_STATUSES: selected.join(' ') },
});

const unknownWorkload = (name: string, known: readonly string[]): Problem => ({
  path: ['workload'],
  at: 'value',
  message: `unknown workload "${name}"`,
  advice: suggestName(name, known),
});

const noWorkflows = (description: WorkloadDescription, selected: readonly Status[]): Problem => {
  const used = Object.entries(description.statuses).filter(([, count]) => count > 0);
  return {
    path: ['statuses'],
    at: 'value',
    message: `the workload "${description.name}" has no workflow in ${selected.join(', ')}`,
    advice: `It has workflows in ${used.map(([status]) => status).join(', ')}.`,
  };
};

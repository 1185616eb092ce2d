import path from 'node:path';
import { z } from 'zod';
import { type Fingerprint, fingerprintOf, openDigest } from '../../record/journal/fingerprint.ts';
import type { WorkloadSummary } from '../../record/journal/journal.ts';
import type { BuiltInCase, Opened } from '../../scenario/case.ts';
import { mapping, whenSound, wholeNumber } from '../../scenario/schema-parts.ts';
import { once } from '../../units/once.ts';
import { consumers, strategyCatalogue } from './catalogue.ts';
import { fileForms, listBytes } from './list-body.ts';
import { longestText } from './longest-text.ts';
import type { Served } from './services.ts';
import type { Fetched } from './subject.ts';
import { openUnmerged, type UnmergedDescription } from './workload.ts';

/** With this file's own extension: `.js` in the package, which is built. */
const moduleAt = (place: string): string =>
  new URL(`${place}${path.extname(import.meta.filename)}`, import.meta.url).href;

/** A run holds a fingerprint for each file that it expects and each that a row has processed. */
const mostFiles = 5_000_000;

const shape = mapping({
  files: wholeNumber(1, mostFiles),
  directories: wholeNumber(1),
  rse: z
    .string({ error: "the name of a site's storage" })
    .regex(/^\w+$/, { error: "the name of a site's storage, such as T2_CH_CERN" }),
}).superRefine(
  whenSound(({ files, directories }, context) => {
    if (directories <= files) return;
    context.addIssue({
      code: 'custom',
      path: ['directories'],
      message: 'there may not be more directories than files',
    });
  }),
);

/** RucioConMon's list of what lies unmerged at a site, as CMS's MSUnmerged fetches it. */
export const unmerged: BuiltInCase = {
  name: 'unmerged',
  modules: { services: moduleAt('./services'), subject: moduleAt('./subject') },
  strategies: strategyCatalogue,
  words: { item: 'file', items: 'files' },
  reference: 'naive',
  consumers,
  keys: { measurement: {}, services: {}, target: {} },
  workloads: { names: () => [], shape },
  log: {
    columns: 'path',
    // A file is there or not: it has no other state.
    versionOf: (name, more) => (more.length > 0 ? null : name),
  },
  open: ({ workload, scale, seed }) => {
    if (workload === null) {
      return {
        problems: [
          {
            path: ['target'],
            at: 'key',
            message: 'the case unmerged has no target: which site would be asked is not told',
          },
        ],
      };
    }
    const { files, directories, rse } = workload as UnmergedDescription;
    const scaled = { files: scaledBy(scale, files), directories: scaledBy(scale, directories), rse };
    if (scaled.files > mostFiles) return tooMany(scaled.files, mostFiles / files);
    return {
      groups: { [rse]: scaled.files },
      served: { description: scaled, seed } satisfies Served,
      fetched: { rse } satisfies Fetched,
      variables: { TIDEMARK_RSE: rse },
    };
  },
  longestText,
  summarise: summarySteps,
  expect: (opened) => once(() => ({ items: Array.from(fingerprintsOf(opened)), passing: [] })),
};

const scaledBy = (scale: number, count: number): number => Math.max(1, Math.round(count * scale));

const tooMany = (files: number, most: number) => ({
  problems: [
    {
      path: ['workload', 'files'],
      at: 'value' as const,
      message: `a run holds a fingerprint for each file, and has room for ${mostFiles}; found ${files}`,
      advice: `Give a scale up to ${Number(most.toPrecision(3))}.`,
    },
  ],
});

function* fingerprintsOf({ served }: Opened): Generator<Fingerprint, void> {
  const { description, seed } = served as Served;
  for (const file of openUnmerged(description, seed).paths(description.files))
    yield fingerprintOf(file, file);
}

/** Ten thousand take some 20 ms. */
const stepFiles = 10_000;

function* summarySteps(opened: Opened): Generator<void, WorkloadSummary> {
  const { description, seed } = opened.served as Served;
  const digest = openDigest();
  let files = 0;
  for (const fingerprint of fingerprintsOf(opened)) {
    digest.add(fingerprint);
    files += 1;
    if (files % stepFiles === 0) yield;
  }
  const bytes = listBytes(fileForms.json.frame, files, openUnmerged(description, seed).characters());
  return {
    name: 'unmerged',
    items: files,
    groups: opened.groups,
    bytes,
    meanBytes: bytes / files,
    nesting: 0,
    digest: digest.text(),
  };
}

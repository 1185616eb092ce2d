import path from 'node:path';
import { z } from 'zod';
import { errorOf, type Problem, problemsOf } from '../../scenario/problems.ts';
import { byteSize, mapping, nameOf, wholeNumber } from '../../scenario/schema-parts.ts';
import { readYamlFile } from '../../scenario/yaml-file.ts';

const text = z.string({ error: 'a text' }).min(1, { error: 'a text' });
const texts = (of: string) => z.array(text, { error: `a list of ${of}` });

const describedRow = mapping({
  row: text,
  /** What it does, in words. */
  is: text,
});

/** A folder; with the items that it is of where its own journal counts none, as of a server with a cache. */
const namedRun = z.union(
  [text.transform((folder) => ({ folder, items: null })), mapping({ folder: text, items: wholeNumber(1) })],
  { error: 'a folder, or { folder, items }' },
);

const serviceSchema = mapping({
  service: text,
  limit: byteSize,
  /** Items that it has today. */
  backlog: wholeNumber(1),
  metric: nameOf('metric', ['peakRss', 'peakLive']).default('peakRss'),
  /** Folders of runs, or of folders of runs, as `predict` writes them. */
  runs: z.array(namedRun, { error: 'a list of folders' }).min(1, { error: 'a list of at least one folder' }),
  today: describedRow,
  remedies: z.array(describedRow, { error: 'a list of rows' }).default([]),
  /** Where the limit and the backlog are from, and what the figures leave out. */
  sources: texts('sentences').default([]),
});

const limitsSchema = mapping({
  name: text,
  description: text,
  /** What holds of all of them. */
  notes: texts('sentences').default([]),
  services: z.array(serviceSchema, { error: 'a list of services' }).min(1, { error: 'at least one service' }),
});

export type DescribedService = z.output<typeof serviceSchema>;

/** What a report on services and their limits is to be folded from. */
export interface LimitsDescription extends z.output<typeof limitsSchema> {
  /** Its file's, which the folders of runs are relative to. */
  readonly folder: string;
  /** Problems of what its runs turn out not to have, as an error with the place. */
  readonly refuse: (problem: Problem) => never;
}

/** @throws UserError with the place for what is no such description */
export const readDescription = (file: string): LimitsDescription => {
  const read = readYamlFile(
    file,
    'Name a YAML file that lists services, their limits and their runs (reports/README.md, "Services and their limits").',
  );
  const parsed = limitsSchema.safeParse(read.data);
  if (!parsed.success) throw errorOf(problemsOf(parsed.error.issues, read.data), read.placeOf);
  return {
    ...parsed.data,
    folder: path.dirname(file),
    refuse: (problem) => {
      throw errorOf([problem], read.placeOf);
    },
  };
};

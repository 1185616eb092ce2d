import { isDeepStrictEqual } from 'node:util';
import {
  type DocumentMix,
  type DocumentShaping,
  mostTasks,
  plainShape,
  type RequestType,
  requestTypes,
  type SizeQuantiles,
  sizeQuantiles,
  statuses,
  type WorkloadDescription,
} from '../description.ts';
import { descriptionSchema, keysRange, lengthsRange, maxNesting } from '../description-schema.ts';
import { scaleDescription, workflowsIn } from '../descriptions.ts';
import { openWorkload } from '../open.ts';
import { largestBytes } from '../sizes.ts';
import { createMeasures, type Measures, measureDocument } from './measure.ts';
import { neutralNames } from './neutral-names.ts';
import { type DumpDocument, readDumps } from './read-dumps.ts';

/** What dumps of real requests come to. */
export interface Fit {
  readonly description: WorkloadDescription;
  readonly dump: Measures;
  /** Of the description's own workload. */
  readonly own: Measures;
  /** Documents that came more than once; the first counts. */
  readonly repeated: number;
}

/** @param name of the description */
export const fitWorkload = async (files: readonly string[], name: string): Promise<Fit> => {
  const measures = createMeasures();
  const names = new Set<string>();
  let repeated = 0;
  for await (const document of readDumps(files)) {
    if (names.has(document.RequestName)) {
      repeated += 1;
      continue;
    }
    names.add(document.RequestName);
    measures.add(measureDocument(document));
  }
  const dump = measures.read();
  return { ...calibrated(dump, name), dump, repeated };
};

/** It is like the dump after three, as a rule. */
const maxCalibrations = 12;
/** Sizes are spread evenly over however many there are. */
const measuredWorkflows = 2_000;

/**
 * The description whose own documents have the dump's means: what a knob does depends on the others, so each is turned by how
 * far its mean is off, again and again.
 */
const calibrated = (dump: Measures, name: string): Pick<Fit, 'description' | 'own'> => {
  const sizes = sizesOf(dump);
  const natural = measureOwn(describe(dump, name, sizes, startOf(dump)));
  let wishes: Wishes = { ...startOf(dump), ...levelsLike(dump, natural), maxTasks: tasksLike(dump, natural) };
  for (let i = 1; ; i++) {
    const description = describe(dump, name, sizes, wishes);
    const own = measureOwn(description);
    const next = closer(wishes, dump, own);
    if (i === maxCalibrations || isDeepStrictEqual(next, wishes)) return { description, own };
    wishes = next;
  }
};

interface Wishes extends DocumentShaping {
  readonly meanBytes: number;
  readonly nesting: number;
}

const startOf = (dump: Measures): Wishes => ({
  ...plainShape,
  meanBytes: Math.round(dump.meanBytes),
  nesting: 0,
});

/** Sizes between quantiles miss the mean by little; where it is missed by more, no smaller documents can be made. */
const scaledBy = 1.05;

/** What is near enough stays. */
const closer = (wishes: Wishes, dump: Measures, own: Measures): Wishes => {
  const [bytes, keys] = [dump.meanBytes / own.meanBytes, dump.meanKeys / own.meanKeys];
  const isLumiNear = Math.abs(own.lumiShare - dump.lumiShare) < 0.003 || own.lumiShare === 0;
  return {
    ...wishes,
    meanBytes: isNear(bytes, 0.002)
      ? wishes.meanBytes
      : Math.round(dump.meanBytes * within(wishes.meanBytes / own.meanBytes, 1 / scaledBy, scaledBy)),
    keys: isNear(keys, 0.005) ? wishes.keys : rounded(within(wishes.keys * keys, ...keysRange)),
    lengths: rounded(within(wishes.lengths * shorterBy(dump, own), ...lengthsRange)),
    remarks: isLumiNear ? wishes.remarks : rounded(within(remarksLike(wishes, dump, own), 0, 1)),
  };
};

const isNear = (ratio: number, by: number): boolean => Math.abs(ratio - 1) < by;

/** What is not text of the room is LumiList. */
const remarksLike = ({ remarks }: Wishes, dump: Measures, own: Measures): number =>
  1 - (Math.max(1 - remarks, 0.01) * dump.lumiShare) / own.lumiShare;

/** Shorter texts make room for as many tasks as the dump's have, and small documents possible. At most by a fifth at once. */
const shorterBy = (dump: Measures, own: Measures): number => {
  const tasks = dump.meanTasks === 0 ? 1 : own.meanTasks / dump.meanTasks;
  const bytes = dump.meanBytes / own.meanBytes;
  return within(Math.min(tasks > 0.97 ? 1 : tasks, bytes > 0.99 ? 1 : bytes ** 2), 0.8, 1);
};

/** Levels that no built-in document has need objects of their own; fewer are had by text. */
const levelsLike = (dump: Measures, natural: Measures): Pick<Wishes, 'nesting' | 'maxLevels'> => {
  const levels = Math.round(dump.meanLevels);
  if (dump.meanLevels < natural.meanLevels - 0.5) return { nesting: 0, maxLevels: Math.max(2, levels) };
  const isDeeper = dump.meanLevels > natural.meanLevels + 0.5;
  return { nesting: isDeeper ? Math.min(maxNesting, levels - 1) : 0, maxLevels: null };
};

/** The least number at which the mean is the dump's; as many as there are where none is needed. */
const tasksLike = (dump: Measures, natural: Measures): number => {
  const most = within(Math.max(...dump.tasks.keys()), 1, mostTasks);
  const meanWith = (bound: number): number =>
    [...natural.tasks].reduce((sum, [tasks, count]) => sum + Math.min(tasks, bound) * count, 0) /
    natural.count;
  if (meanWith(most) < dump.meanTasks * 1.15) return most;
  const fitting = Array.from({ length: most }, (_, i) => i + 1).find(
    (bound) => meanWith(bound) >= dump.meanTasks,
  );
  return fitting ?? most;
};

const within = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
const rounded = (value: number): number => Number(value.toFixed(3));

const describe = (
  dump: Measures,
  name: string,
  sizes: Partial<Record<RequestType, SizeQuantiles>>,
  { meanBytes, nesting, ...shape }: Wishes,
): WorkloadDescription => {
  const documents: DocumentMix = {
    meanBytes,
    types: Object.fromEntries(
      requestTypes.map((type) => [type, Number(((dump.types.get(type) ?? 0) / dump.count).toFixed(9))]),
    ) as Record<RequestType, number>,
    sizes,
    nesting,
    shape,
  };
  const written = {
    name,
    statuses: Object.fromEntries(
      statuses
        .filter((status) => dump.statuses.has(status))
        .map((status) => [status, dump.statuses.get(status)]),
    ),
    documents,
    names: neutralNames(dump.nameLengths, dump.prepIdLengths),
    locks: usualLocks,
  };
  return descriptionSchema.parse(written);
};

/** No dump of documents says; as in the built-in workloads. */
const usualLocks = { global: 2000, parent: 300 };

const sizesOf = ({ sizes }: Measures): Partial<Record<RequestType, SizeQuantiles>> =>
  Object.fromEntries(
    [...sizes].map(([type, sorted]) => [
      type,
      Object.fromEntries(
        Object.entries(sizeQuantiles).map(([key, level]) => [
          key,
          Math.min(largestBytes, sizeAt(sorted, level)),
        ]),
      ),
    ]),
  );

/** The size that this share of the documents has at most, between those of two documents in proportion. */
export const sizeAt = (sorted: readonly number[], level: number): number => {
  const position = within(level * sorted.length - 0.5, 0, sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? 0;
  const high = sorted[Math.ceil(position)] ?? 0;
  return Math.round(low + (high - low) * (position % 1));
};

/** What the documents of a description are like, a few thousand of them. */
export const measureOwn = (description: WorkloadDescription): Measures => {
  const size = workflowsIn(description, statuses);
  const workload = openWorkload(
    size > measuredWorkflows ? scaleDescription(description, measuredWorkflows / size) : description,
    1,
  );
  const writer = workload.writer({ style: 'reqmgr' });
  const measures = createMeasures();
  for (let index = 0; index < workload.size; index++) {
    const target = Buffer.allocUnsafe(writer.sizeAt(index));
    writer.write(index, target, 0);
    measures.add(measureDocument(JSON.parse(target.toString()) as DumpDocument));
  }
  return measures.read();
};

import type { FittedWorkload, Measured } from '../../../../scenario/case.ts';
import { formatBytes } from '../../../../units/bytes.ts';
import { formatCount } from '../../../../units/numbers.ts';
import { fetchedByDefault, type WorkloadDescription } from '../description.ts';
import { largestBytes } from '../sizes.ts';
import { type Fit, fitWorkload, measureOwn, sizeAt } from './fit.ts';
import type { Measures } from './measure.ts';

export const fitted = async (files: readonly string[], name: string): Promise<FittedWorkload> => {
  const fit = await fitWorkload(files, name);
  const [ofData, own] = [rowsOf(fit.dump), rowsOf(fit.own)];
  return {
    workload: fit.description,
    items: fit.dump.count,
    likeness: own.map((row, i) => ({ ...row, ofData: ofData[i]?.value ?? '' })),
    notes: notesOf(fit),
  };
};

export const measured = (workload: unknown): Measured[] =>
  rowsOf(measureOwn(workload as WorkloadDescription));

const rowsOf = (measures: Measures): Measured[] => {
  const sizes = [...measures.sizes.values()].flat().sort((a, b) => a - b);
  const share = (part: number): string => `${(100 * part).toFixed(1)} %`;
  const of = (count: number): string => count.toFixed(count < 10 ? 2 : 0);
  return [
    { what: 'mean size of a document', value: `${formatCount(Math.round(measures.meanBytes))} B` },
    ...(
      [
        ['half of them are at most', 0.5],
        ['90 % are at most', 0.9],
        ['99 % are at most', 0.99],
        ['the largest', 1],
      ] as const
    ).map(([what, level]) => ({ what, value: formatBytes(sizeAt(sizes, level)) })),
    { what: 'keys of a document', value: of(measures.meanKeys) },
    { what: 'objects and lists in it', value: of(measures.meanContainers) },
    { what: 'levels of them', value: of(measures.meanLevels) },
    { what: 'tasks or steps', value: of(measures.meanTasks) },
    { what: 'of all bytes, in LumiLists', value: share(measures.lumiShare) },
  ];
};

const notesOf = ({ dump, own, repeated }: Fit): string[] => {
  const tooLarge = [...dump.sizes.values()].flat().filter((bytes) => bytes > largestBytes).length;
  const off = own.meanBytes / dump.meanBytes - 1;
  return [
    'Names have the lengths of the real ones and say nothing. The numbers of locks are those of the built-in workloads.',
    ...(dump.otherTypes > 0
      ? [
          `Documents of other types count as TaskChain where they have tasks, else as ReReco: ${dump.otherTypes}.`,
        ]
      : []),
    ...(repeated > 0 ? [`Documents that came again count once: ${repeated}.`] : []),
    ...(tooLarge > 0
      ? [`Documents above ${formatBytes(largestBytes)} are made with that size: ${tooLarge}.`]
      : []),
    ...(Math.abs(off) > 0.01
      ? [
          `The mean size is ${(100 * Math.abs(off)).toFixed(0)} % ${off > 0 ? 'above' : 'below'} the real one: documents this ${off > 0 ? 'small' : 'large'} cannot be made.`,
        ]
      : []),
    ...(fetchedByDefault.some((status) => dump.statuses.has(status))
      ? []
      : [
          `A scenario must name the statuses under "statuses": none of them is ${fetchedByDefault.join(', ')}.`,
        ]),
  ];
};

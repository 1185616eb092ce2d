import { describe, expect, test } from 'vitest';
import type { DocumentShaping, WorkloadDescription } from '../../src/cases/reqmgr2/workload/description.ts';
import {
  plainShape,
  type SizeQuantiles,
  sizeQuantiles,
} from '../../src/cases/reqmgr2/workload/description.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { sampleDescription } from './descriptions.ts';

const target = Buffer.alloc(1_100_000);

interface Written {
  readonly bytes: number;
  readonly document: Readonly<Record<string, unknown>>;
}

const writtenOf = (description: WorkloadDescription, every: number): Written[] => {
  const workload = openWorkload(description, 1);
  const writer = workload.writer({ style: 'reqmgr' });
  return Array.from({ length: Math.floor(workload.size / every) }, (_, i) => {
    const end = writer.write(i * every, target, 0);
    expect(end).toBe(writer.sizeAt(i * every));
    return { bytes: end, document: JSON.parse(target.toString('utf8', 0, end)) };
  });
};

/** Every seventh: all types and statuses are among them. */
const shapedAs = (shape: Partial<DocumentShaping>): Written[] => {
  const { documents, ...description } = sampleDescription();
  return writtenOf({ ...description, documents: { ...documents, shape: { ...plainShape, ...shape } } }, 7);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const withoutLists = ({ document: { LumiList: _, RequestTransition: __, ...rest } }: Written) => rest;
const keysOf = (value: unknown): number =>
  isObject(value)
    ? Object.values(value).reduce(
        (sum: number, member) => sum + keysOf(member),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )
    : 0;
const levelsOf = (value: unknown): number =>
  isObject(value) ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0;
const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const plain = shapedAs({});
const meanKeys = (written: readonly Written[]): number =>
  mean(written.map((one) => keysOf(withoutLists(one))));
const meanBytes = (written: readonly Written[]): number => mean(written.map(({ bytes }) => bytes));

describe('documents of another shape', () => {
  test.each([0.5, 0.8, 1.5, 2])('have keys by a factor of %d, within their size', (keys) => {
    const written = shapedAs({ keys });
    const ratio = meanKeys(written) / meanKeys(plain);
    expect(Math.abs(ratio - keys) / Math.abs(1 - keys)).toBeLessThan(0.4);
    expect(Math.abs(meanBytes(written) / meanBytes(plain) - 1)).toBeLessThan(0.02);
  });

  test('keep what is read of them, with few keys', () => {
    for (const { document } of shapedAs({ keys: 0.3 })) {
      expect(document).toMatchObject({
        RequestName: document._id,
        RequestStatus: expect.any(String),
        RequestTransition: expect.any(Array),
        OutputDatasets: expect.any(Array),
        LumiList: expect.any(Object),
      });
    }
  });

  test('are smaller where texts are shorter, and still have different outputs', () => {
    const { documents, ...description } = sampleDescription();
    const few = Object.fromEntries(
      Object.keys(sizeQuantiles).map((key) => [key, 1]),
    ) as unknown as SizeQuantiles;
    const types = { TaskChain: 1, StepChain: 0, ReReco: 0, Resubmission: 0, DQMHarvest: 0 };
    const small = (lengths: number) => {
      const mix = {
        meanBytes: 1,
        types,
        nesting: 0,
        sizes: { TaskChain: few },
        shape: { ...plainShape, lengths },
      };
      return writtenOf({ ...description, documents: mix }, 7);
    };
    expect(meanBytes(small(0.5)) / meanBytes(small(1))).toBeLessThan(0.85);
    expect(meanKeys(small(0.5))).toBe(meanKeys(small(1)));
    for (const { document } of small(0.5)) {
      const outputs = document.OutputDatasets as string[];
      expect(new Set(outputs).size).toBe(outputs.length);
    }
  });

  test('have no more tasks than asked for, and a LumiList instead', () => {
    const written = shapedAs({ maxTasks: 3 });
    for (const { document } of written) expect(document.TaskChain ?? document.StepChain ?? 0).toBeLessThan(4);
    expect(Math.abs(meanBytes(written) / meanBytes(plain) - 1)).toBeLessThan(0.01);
  });

  test('have text in place of LumiLists', () => {
    for (const { document } of shapedAs({ remarks: 1 }))
      expect(Object.keys(document.LumiList as object)).toEqual([]);
    expect(Math.abs(meanBytes(shapedAs({ remarks: 1 })) / meanBytes(plain) - 1)).toBeLessThan(0.01);
  });

  test('have few levels: what lies deeper is text, and tasks are still objects', () => {
    for (const one of shapedAs({ maxLevels: 2 })) {
      expect(levelsOf(withoutLists(one))).toBe(2);
      const { TaskChain, StepChain, ...document } = one.document;
      if (TaskChain !== undefined) expect(document.Task1).toMatchObject({ InputDataset: expect.any(String) });
      if (StepChain !== undefined) expect(document.Step1).toMatchObject({ InputDataset: expect.any(String) });
    }
  });
});

test('sizes that were counted are those of the documents, and have the mean', () => {
  const { documents, ...description } = sampleDescription();
  const TaskChain = {
    ...{ min: 8_000, p10: 10_000, p25: 12_000, p50: 15_000, p75: 20_000, p90: 30_000 },
    ...{ p95: 40_000, p98: 70_000, p99: 90_000, p995: 120_000, p999: 200_000, max: 500_000 },
  };
  const { nesting } = documents;
  const types = { TaskChain: 1, StepChain: 0, ReReco: 0, Resubmission: 0, DQMHarvest: 0 };
  const mix = { meanBytes: 19_600, types, nesting, sizes: { TaskChain } };
  const bytes = writtenOf({ ...description, documents: mix }, 1)
    .map((one) => one.bytes)
    .sort((a, b) => a - b);
  expect(Math.abs(mean(bytes) / 19_600 - 1)).toBeLessThan(0.01);
  const ratioAt = (quantile: number, size: number) =>
    (bytes[Math.floor(quantile * bytes.length)] ?? 0) / size;
  for (const ratio of [
    ratioAt(0.25, 12_000),
    ratioAt(0.5, 15_000),
    ratioAt(0.9, 30_000),
    ratioAt(0.99, 90_000),
  ])
    expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
});

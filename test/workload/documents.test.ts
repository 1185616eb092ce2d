import { describe, expect, test } from 'vitest';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import type { DocumentForm, Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import { sampleDescription } from './descriptions.ts';

const workload = openWorkload(sampleDescription(), 1);
const everyIndex = Array.from({ length: workload.size }, (_, index) => index);
const target = Buffer.alloc(1_000_000);

const reqmgr: DocumentForm = { style: 'reqmgr' };
const couch: DocumentForm = { style: 'couch' };
/** Kept: to make a writer takes longer than to write fifty documents. */
const writers = new Map([reqmgr, couch].map((form) => [form, workload.writer(form)]));

const textAt = (index: number, form = reqmgr, of: Workload = workload): string => {
  const kept = of === workload ? writers.get(form) : undefined;
  return target.toString('utf8', 0, (kept ?? of.writer(form)).write(index, target, 0));
};
const documentAt = (index: number, form?: DocumentForm): Record<string, unknown> =>
  JSON.parse(textAt(index, form));

/** Every string in a document, at whatever depth; keys too. */
const stringsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsOf(member)]);
};

/** What every document of one deployment has in common. */
const serviceAddress =
  /^https:\/\/cmsweb(-prod)?\.cern\.ch\/(couchdb|dqm\/offline|dbs\/prod\/global\/DBSReader)$/;

describe('a document', () => {
  test('is the same whenever and in whatever order it is made', () => {
    const backwards = openWorkload(sampleDescription(), 1);
    for (const index of [...everyIndex].reverse().slice(0, 200)) {
      expect(textAt(index, reqmgr, backwards)).toBe(textAt(index));
    }
  });

  test('differs with the seed', () => {
    expect(textAt(0, { style: 'reqmgr' }, openWorkload(sampleDescription(), 2))).not.toBe(textAt(0));
  });

  test('is written as Python writes JSON: a space after colon and comma, ASCII only', () => {
    for (const index of everyIndex.slice(0, 100)) {
      const text = textAt(index);
      expect(text).toMatch(/^[\x20-\x7e]+$/);
      expect(text.startsWith('{"_id": "')).toBe(true);
      expect(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')).not.toMatch(/[,:]\S/);
    }
  });

  test('is compact UTF-8 with a revision in CouchDB, and otherwise the same', () => {
    const texts = everyIndex.map((index) => textAt(index, couch));
    expect(texts.some((text) => text.includes('é'))).toBe(true);
    for (const index of everyIndex.filter((index) => index % 5 === 0)) {
      const { _rev, ...document } = JSON.parse(texts[index] as string);
      expect(_rev).toMatch(/^1-[0-9a-f]{32}$/);
      expect(document).toEqual(documentAt(index));
    }
  });

  test('has exactly the size that was announced, in every form', () => {
    const forms: DocumentForm[] = [
      { style: 'reqmgr' },
      { style: 'couch' },
      { style: 'reqmgr', mask: ['RequestName', 'InputDataset'] },
    ];
    for (const form of forms) {
      const writer = workload.writer(form);
      for (const index of everyIndex) expect(writer.write(index, target, 0)).toBe(writer.sizeAt(index));
    }
  });

  test('masked, has just the keys asked for, null where it has none', () => {
    const whole = documentAt(5);
    expect(documentAt(5, { style: 'reqmgr', mask: ['OutputDatasets', 'RequestName', 'NoSuchKey'] })).toEqual({
      OutputDatasets: whole.OutputDatasets,
      RequestName: whole.RequestName,
      NoSuchKey: null,
    });
  });

  test('shares no long string with another document, but for the addresses of services', () => {
    const owner = new Map<string, number>();
    const shared: string[] = [];
    for (const index of everyIndex) {
      for (const text of stringsOf(documentAt(index))) {
        if (text.length < 40 || serviceAddress.test(text)) continue;
        const other = owner.get(text) ?? index;
        if (other !== index) shared.push(`"${text}" is in documents ${other} and ${index}`);
        owner.set(text, index);
      }
    }
    expect(shared).toEqual([]);
  });

  test('of a chain lists its tasks, which grow with its size', () => {
    const chains = everyIndex
      .map((index) => documentAt(index))
      .filter((document) => document.RequestType === 'TaskChain');
    const tasksOf = (document: Record<string, unknown>): number =>
      Object.keys(document).filter((key) => /^Task\d+$/.test(key)).length;
    for (const chain of chains) expect(tasksOf(chain)).toBe(chain.TaskChain);
    const counts = chains.map(tasksOf);
    expect(Math.min(...counts)).toBeLessThanOrEqual(2);
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(20);
  });

  test('tells name, status and last transition as the workload does', () => {
    for (const index of everyIndex) {
      const document = documentAt(index) as {
        _id: string;
        RequestName: string;
        RequestStatus: string;
        RequestTransition: { Status: string; UpdateTime: number }[];
      };
      expect(document.RequestName).toBe(workload.nameAt(index));
      expect(document._id).toBe(document.RequestName);
      expect(document.RequestStatus).toBe(workload.statusAt(index));
      expect(document.RequestTransition.at(-1)).toMatchObject({
        Status: document.RequestStatus,
        UpdateTime: workload.lastTransitionAt(index),
      });
    }
  });
});

describe('the documents of a workload', () => {
  const sizesOf = (of: Workload): number[] => {
    const writer = of.writer(reqmgr);
    return everyIndex.map((index) => writer.sizeAt(index)).sort((a, b) => a - b);
  };
  const sizes = sizesOf(workload);

  test('have the mean size of the description within 2 %, whatever the seed', () => {
    for (const seed of [1, 2, 3]) {
      const seeded = openWorkload(sampleDescription(), seed);
      const total = sizesOf(seeded).reduce((sum, size) => sum + size, 0);
      expect(total / seeded.size / 18_800).toBeGreaterThan(0.98);
      expect(total / seeded.size / 18_800).toBeLessThan(1.02);
    }
  });

  test('have a heavy tail: most below the mean, a few of hundreds of kilobytes', () => {
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(18_000);
    expect(sizes.at(-1)).toBeGreaterThan(100_000);
    expect(sizes[0]).toBeLessThan(8_000);
  });
});

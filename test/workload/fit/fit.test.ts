import { describe, expect, test } from 'vitest';
import { plainShape, statuses } from '../../../src/cases/reqmgr2/workload/description.ts';
import { descriptionSchema } from '../../../src/cases/reqmgr2/workload/description-schema.ts';
import { fitWorkload } from '../../../src/cases/reqmgr2/workload/fit/fit.ts';
import { fitted } from '../../../src/cases/reqmgr2/workload/fit/likeness.ts';
import { sampleDescription } from '../descriptions.ts';
import { filesOf, textsOf } from './dumps.ts';
import { expectLike, fitThroughServices } from './likeness-of.ts';

describe('a workload that is fitted to one has its documents back:', () => {
  const { documents, ...description } = sampleDescription({ statuses: { announced: 280, rejected: 20 } });

  test('counts, types, sizes, keys, levels', async () => {
    const fit = await fitThroughServices({ ...description, documents });
    expectLike(fit);
    expect(fit.description.statuses).toEqual({ announced: 280, rejected: 20 });
    expect(fit.description.documents.nesting).toBe(0);
    expect(fit.description.documents.shape).toMatchObject({ maxTasks: 40, maxLevels: null, lengths: 1 });
    expect(descriptionSchema.safeParse(fit.description).success).toBe(true);
  });

  test('also of another shape, and out of CouchDB', async () => {
    const shape = { ...plainShape, keys: 1.4, maxTasks: 8, remarks: 0.8 };
    const mix = { ...documents, nesting: 9, shape };
    const fit = await fitThroughServices({ ...description, documents: mix }, 'couch');
    expectLike(fit);
    expect(fit.description.documents.nesting).toBe(9);
    expect(fit.description.documents.shape?.maxTasks).toBe(8);
    expect(Math.abs((fit.description.documents.shape?.keys ?? 0) - 1.4)).toBeLessThan(0.1);
  });
});

const few = textsOf(sampleDescription({ statuses: { announced: 12 } }));

test('a document that comes again counts once, and is told', async () => {
  const [first = ''] = few;
  const files = filesOf({ a: few.join('\n'), b: first.replace('announced', 'rejected') });
  const { items, notes } = await fitted(files, 'mine');
  expect(items).toBe(12);
  expect(notes.some((note) => note.includes('count once: 1.'))).toBe(true);
});

test('a type that is not built in counts as the one that is like it', async () => {
  const files = filesOf({
    a: few.join('\n').replaceAll(/"RequestType": "\w+"/g, '"RequestType": "StoreResults"'),
  });
  const { dump } = await fitWorkload(files, 'mine');
  expect(dump.otherTypes).toBe(12);
  expect([...dump.types.keys()].toSorted()).toEqual(['ReReco', 'TaskChain']);
});

test('statuses that no scenario fetches by itself are told', async () => {
  const other = textsOf(sampleDescription({ statuses: { 'running-open': 3 } }));
  expect((await fitted(filesOf({ a: other.join('\n') }), 'mine')).notes.at(-1)).toContain('under "statuses"');
});

test('one document is enough', async () => {
  const { description, own } = await fitWorkload(filesOf({ a: few[0] ?? '' }), 'mine');
  expect(description.statuses).toEqual({ announced: 1 });
  expect(own.count).toBe(1);
});

/** Every text of a value, and the keys of maps that are named by what they hold. */
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];

test('nothing that a dump says is in what is fitted to it', async () => {
  const known = new Set<string>([
    ...statuses,
    'TaskChain',
    'StepChain',
    'ReReco',
    'Resubmission',
    'DQMHarvest',
  ]);
  const text = JSON.stringify(await fitted(filesOf({ 'dump.json': few.join('\n') }), 'mine'));
  const said = new Set(few.flatMap((document) => stringsIn(JSON.parse(document))));
  const told = [...said].filter((one) => one.length > 4 && !known.has(one) && text.includes(one));
  expect(said.size).toBeGreaterThan(500);
  expect(told).toEqual([]);
});

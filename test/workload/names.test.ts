import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { sampleDescription } from './descriptions.ts';

const workload = openWorkload(sampleDescription(), 1);
const names = Array.from({ length: workload.size }, (_, index) => workload.nameAt(index));

test('names are 60 to 95 characters of the real pattern', () => {
  for (const name of names) {
    expect(name).toMatch(
      /^(pdmvserv_task_PPD|cmsunified_task_GEN)-[A-Za-z0-9]+-\d{5}__v1_T_\d{6}_\d{6}_\d{1,4}$/,
    );
    expect(name.length).toBeGreaterThanOrEqual(60);
    expect(name.length).toBeLessThanOrEqual(95);
  }
});

test('the order of the indices is the order of the names', () => {
  expect(names).toEqual([...names].sort());
  expect(new Set(names).size).toBe(workload.size);
});

test('a name leads back to its index, and no other text does', () => {
  names.forEach((name, index) => {
    expect(workload.indexOf(name)).toBe(index);
    expect(workload.indexOf(`${name}0`)).toBeUndefined();
    expect(workload.indexOf(name.slice(0, -1))).toBeUndefined();
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((tail) => `pdmvserv_task_PPD-Run3Winter24GS-${tail}`),
      ),
      (text) => {
        expect(workload.indexOf(text)).toBeUndefined();
      },
    ),
  );
});

test('the lower bound of any text is where it would be inserted', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.constantFrom(...names),
        fc.constantFrom(...names).map((name) => `${name}~`),
      ),
      (text) => {
        expect(workload.lowerBound(text)).toBe(names.filter((name) => name < text).length);
      },
    ),
  );
});

test('a workload of a million names opens at once and keeps its order', () => {
  const large = openWorkload(sampleDescription({ statuses: { announced: 1_200_000 } }), 1);
  const last = large.nameAt(large.size - 1);
  expect(large.indexOf(last)).toBe(1_199_999);
  expect(large.nameAt(699_999) < large.nameAt(700_000)).toBe(true);
});

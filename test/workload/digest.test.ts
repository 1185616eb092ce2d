import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { expectedFingerprints, summariseWorkload } from '../../src/cases/reqmgr2/workload/summary.ts';
import { digestOf, hash52 } from '../../src/record/journal/fingerprint.ts';
import { fingerprintIn } from '../builders/reqmgr2.ts';
import { sampleDescription } from './descriptions.ts';

const workload = openWorkload(sampleDescription(), 1);
const statuses = ['announced', 'aborted-completed', 'rejected'] as const;
const fingerprints = [...expectedFingerprints(workload, statuses)];

test('the digest does not depend on the order', () => {
  expect(digestOf([...fingerprints].reverse())).toBe(digestOf(fingerprints));
});

test('the digest changes when a workflow is missing, repeated, or in another state', () => {
  const [first, ...others] = fingerprints;
  if (first === undefined) throw new Error('the workload is empty');
  const stale = fingerprintIn(workload.nameAt(0), 'closed-out', workload.lastTransitionAt(0));
  for (const changed of [others, [...fingerprints, first], [stale, ...others]]) {
    expect(digestOf(changed)).not.toBe(digestOf(fingerprints));
  }
});

test('two workflows that swap their statuses do not cancel out', () => {
  const set = (a: string, b: string): string =>
    digestOf([fingerprintIn('one', a, 1), fingerprintIn('two', b, 1)]);
  expect(set('announced', 'rejected')).not.toBe(set('rejected', 'announced'));
});

test('a hash is a whole number of 52 bits, and different texts hardly ever share one', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const hash = hash52(text);
      expect(Number.isSafeInteger(hash) && hash >= 0 && hash < 2 ** 52).toBe(true);
    }),
  );
  const texts = Array.from(
    { length: 200_000 },
    (_, i) => `cmsunified_task_GEN-RunIII2024Summer24wmLHEGS-${i}__v1_T`,
  );
  expect(new Set(texts.map(hash52)).size).toBe(texts.length);
});

test('the summary counts the selected statuses only', () => {
  expect(summariseWorkload(workload, ['rejected'])).toMatchObject({
    items: 40,
    groups: { rejected: 40 },
  });
  expect(summariseWorkload(workload, ['new'])).toMatchObject({ items: 0, bytes: 0, meanBytes: 0 });
});

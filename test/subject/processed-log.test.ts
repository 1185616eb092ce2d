import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprintOf, readFingerprints } from '../../src/record/journal/fingerprint.ts';
import { openProcessedLog } from '../../src/subject/processed-log.ts';

test.each([0, 1, 4095, 4096, 4097, 10_000])('logs %i items in their order', (count) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
  const path = join(folder.path, 'processed');
  const log = openProcessedLog(path);
  for (let i = 0; i < count; i++) log.append(`w${i}`, `w${i} announced`);
  log.close();
  const expected = Array.from({ length: count }, (_, i) => fingerprintOf(`w${i}`, `w${i} announced`));
  expect(readFingerprints(readFileSync(path))).toEqual(expected);
});

test('holds the same memory whatever the number', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
  const log = openProcessedLog(join(folder.path, 'processed'));
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 50_000; i++) log.append('w', `w ${i}`);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000);
  log.close();
});

test('replaces an earlier log', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
  const path = join(folder.path, 'processed');
  for (const name of ['first', 'second']) {
    const log = openProcessedLog(path);
    log.append(name, `${name} announced`);
    log.close();
  }
  expect(readFingerprints(readFileSync(path))).toEqual([fingerprintOf('second', 'second announced')]);
});

import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprintOf, readFingerprints } from '../../src/record/fingerprint.ts';
import { openProcessedLog } from '../../src/subject/processed-log.ts';

test.each([0, 1, 4095, 4096, 4097, 10_000])('logs %i workflows in their order', (count) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
  const path = join(folder.path, 'processed');
  const log = openProcessedLog(path);
  for (let i = 0; i < count; i++) log.append(`w${i}`, 'announced', i);
  log.close();
  const expected = Array.from({ length: count }, (_, i) => fingerprintOf(`w${i}`, 'announced', i));
  expect(readFingerprints(readFileSync(path))).toEqual(expected);
});

test('holds the same memory whatever the number', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
  const log = openProcessedLog(join(folder.path, 'processed'));
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 50_000; i++) log.append('w', 'announced', i);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000);
  log.close();
});

test('replaces an earlier log', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
  const path = join(folder.path, 'processed');
  for (const name of ['first', 'second']) {
    const log = openProcessedLog(path);
    log.append(name, 'announced', 1);
    log.close();
  }
  expect(readFingerprints(readFileSync(path))).toEqual([fingerprintOf('second', 'announced', 1)]);
});

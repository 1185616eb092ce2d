import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const tests = path.join(import.meta.dirname, '..');

/** What lets a slow machine fail: a limit of a test's own, and vitest's waiting, which gives up after a second. */
const impatient = [/\bvi\.wait(For|Until)\(/, /\btest\b.*\{ timeout: /, /^\s*\}, [\d_]{4,}\);$/m];

test('no test has a limit of its own, and waiting has none but the one for what hangs', () => {
  const hasty = readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'until.ts' && !file.startsWith('architecture'))
    .filter((file) => {
      const text = readFileSync(path.join(tests, file), 'utf8');
      return impatient.some((pattern) => pattern.test(text));
    });
  expect(hasty).toEqual([]);
});

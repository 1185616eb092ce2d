import { expect, test } from 'vitest';
import { loadedAtOnceBy, reachedFrom } from './imports.ts';

/*
 * Help, the version and a refusal come at once because little is loaded for them. This holds it, not a clock.
 */

const start = reachedFrom('cli/main.ts', loadedAtOnceBy);

test('the command line loads no command before it is the one to run', () => {
  expect(start.files.filter((file) => file.startsWith('cli/commands/'))).toEqual([]);
  expect(reachedFrom('cli/main.ts').files).toContain('cli/commands/run.ts');
});

test('the words of the command line take a few files, and two small packages', () => {
  expect(Object.keys(Object.fromEntries(start.packages)).toSorted()).toEqual(['commander', 'pretty-bytes']);
  const rooms = new Set(start.files.map((file) => file.split('/')[0]));
  expect([...rooms].toSorted()).toEqual(['analysis', 'cli', 'errors', 'record', 'report', 'units']);
  expect(start.files.length, start.files.join(', ')).toBeLessThan(20);
});

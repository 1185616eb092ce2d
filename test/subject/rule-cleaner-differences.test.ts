import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recordOf } from '../../src/cases/reqmgr2/consumers/rule-cleaner/record.ts';
import { differences } from '../builders/rule-cleaner-differences.ts';

test.each(differences)('$what: our record has $ours', ({ document, field, ours }) => {
  expect(recordOf(JSON.parse(document))).toHaveProperty(field, ours);
});

test('the values of a list found more than once stand in the order found, where Python has any', () => {
  const document = { A: { OutputDatasets: ['c', 'b'] }, OutputDatasets: ['a', 'b'] };
  expect(recordOf(document).OutputDatasets).toEqual(['c', 'b', 'a']);
});

test('the page lists each', () => {
  const page = new URL('../../src/cases/reqmgr2/consumers/rule-cleaner/README.md', import.meta.url);
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
  const listed = differences.map(({ what, document, theirs, ours }) => {
    const said = 'raises' in theirs ? `raises \`${theirs.raises}\`` : `\`${theirs.value}\``;
    return `| ${what} | \`${document}\` | ${said} | \`${JSON.stringify(ours)}\` |`;
  });
  expect(rows).toEqual(listed);
});

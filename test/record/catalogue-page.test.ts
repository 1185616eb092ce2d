import path from 'node:path';
import { markdownTable } from 'markdown-table';
import { expect, test } from 'vitest';
import { faultKinds, faults } from '../../src/record/faults.ts';
import { metricNames, metrics } from '../../src/record/metrics.ts';
import { purposeDefinitions, purposes } from '../../src/record/purposes.ts';

const code = (word: string): string => `\`${word}\``;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  markdownTable([heads, ...rows], { alignDelimiters: false });

const readers = { ledger: 'the services', client: 'the HTTP client' } as const;
const readerOf = (name: (typeof metricNames)[number]): string => {
  const { readBy } = metrics[name];
  return readBy in readers ? readers[readBy as keyof typeof readers] : `samples for ${code(readBy)}`;
};

const kinds = ['ofStrategy', 'ofProgram', 'ofServer'] as const;
const meantBy = (name: (typeof metricNames)[number], kind: (typeof kinds)[number]): string => {
  const told = metrics[name][kind];
  if (told === 'same') return 'the same';
  if ('inside' in told) return `the same of ${code(told.inside)}, else none`;
  return 'lacks' in told ? 'none' : told.means;
};

const page = `# Which metric answers which question

Made from \`metrics\`, \`purposes.ts\` and \`faults.ts\`; made again by \`npx vitest run test/record/catalogue-page.test.ts -u\`.
How each is read, and where its exactness ends: [the probes](../subject/probes/README.md).

${table(
  [
    'metric',
    'in reports',
    'unit',
    'read by',
    'measured',
    'other machine',
    'of a strategy',
    'of a program',
    'of a server',
    'what it is',
  ],
  metricNames.map((name) => [
    code(name),
    metrics[name].title,
    metrics[name].unit,
    readerOf(name),
    metrics[name].measured,
    metrics[name].isPortable ? 'compared' : 'not compared',
    ...kinds.map((kind) => meantBy(name, kind)),
    metrics[name].meaning,
  ]),
)}

A sample is instrumented for one purpose. What the services and the client count comes with any of them.

${table(
  ['purpose', 'what its samples read', 'taken'],
  purposes.map((name) => [code(name), purposeDefinitions[name].reads, purposeDefinitions[name].taken]),
)}

A scenario may have the services spoil answers (\`services.faults\`).

${table(
  ['fault', 'what happens'],
  faultKinds.map((kind) => [code(kind), faults[kind].does]),
)}
`;

test('the page of metrics, purposes and faults says what the catalogue says', async () => {
  await expect(page).toMatchFileSnapshot(path.join(import.meta.dirname, '../../src/record/README.md'));
});

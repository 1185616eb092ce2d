import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { reqmgr2 } from '../../src/cases/reqmgr2/case.ts';
import { unmerged } from '../../src/cases/unmerged/case.ts';
import { readRun } from '../../src/harness/read-run.ts';
import { runShape } from '../../src/record/run.ts';
import type { Case } from '../../src/scenario/case.ts';
import { schemasOf } from '../../src/scenario/schema.ts';

/** The files that editors read: `npm run schemas` writes them, and this test holds them. */

const root = path.join(import.meta.dirname, '../..');

/** Rules across several keys are the loader's alone. */
const jsonSchemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', reused: 'ref' });
/** Editors do not look at the key `case`: what any of the built-in ones takes. */
const builtIn: Case = {
  ...reqmgr2,
  consumers: { ...reqmgr2.consumers, ...unmerged.consumers },
  workloads: { ...reqmgr2.workloads, shape: z.union([reqmgr2.workloads.shape, unmerged.workloads.shape]) },
};
const scenario = jsonSchemaOf(schemasOf(builtIn).scenario);
const run = jsonSchemaOf(runShape);
const fileOf = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

test.each([
  ['scenarios/scenario.schema.json', scenario],
  ['reports/run.schema.json', run],
])('%s says what the schema in src says', async (file, schema) => {
  await expect(fileOf(schema)).toMatchFileSnapshot(path.join(root, file));
});

describe('the JSON Schema of scenarios', () => {
  const accepts = (written: object): boolean => z.fromJSONSchema(scenario).safeParse(written).success;
  const least = { name: 'mine', strategies: ['naive'] };

  test.each(readdirSync(path.join(root, 'scenarios')).filter((name) => name.endsWith('.yaml')))(
    'accepts %s, which names it for editors in its first line',
    (name) => {
      const text = readFileSync(path.join(root, 'scenarios', name), 'utf8');
      expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n/);
      expect(accepts(parse(text, { merge: true }))).toBe(true);
    },
  );

  test('asks for a name and strategies, and for nothing that has a default or an alternative', () => {
    expect(scenario.required).toEqual(['name', 'strategies']);
    expect(accepts(least)).toBe(true);
    expect(accepts({ strategies: ['naive'] })).toBe(false);
    expect(accepts({ name: 'mine' })).toBe(false);
  });

  test.each([
    ['a key that there is not', { sample: 3 }],
    ['a value of another kind', { samples: 'three' }],
    ['a number out of range', { samples: 0 }],
    ['no strategy', { strategies: [] }],
    ['a strategy with two names', { strategies: [{ naive: {}, masked: {} }] }],
    ['a program without arguments in a list', { strategies: [{ command: 'client.py' }] }],
    ['a workload in place that lacks keys', { workload: { name: 'half' } }],
  ])('refuses %s', (_what, written) => {
    expect(accepts({ ...least, ...written })).toBe(false);
  });

  test.each([
    ['a workload by name', { workload: 'small' }],
    ['parameters that are values or lists of them', { strategies: [{ paged: { page: [1, 2] } }] }],
    ['a program', { strategies: [{ command: ['python3', 'client.py', 3], params: { chunk: [10, 100] } }] }],
  ])('accepts %s', (_what, written) => {
    expect(accepts({ ...least, ...written })).toBe(true);
  });
});

test('the JSON Schema of run.json accepts what is written, and refuses a result without a label', async () => {
  const accepts = (value: unknown): boolean => z.fromJSONSchema(run).safeParse(value).success;
  const written = JSON.parse(
    JSON.stringify((await readRun(path.join(root, 'reports/reference/production'))).run),
  );
  expect(accepts(written)).toBe(true);
  const [{ label: _label, ...unnamed }] = written.results;
  expect(accepts({ ...written, results: [unnamed] })).toBe(false);
});

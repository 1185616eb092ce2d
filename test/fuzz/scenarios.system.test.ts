import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, test } from 'vitest';
import { parse } from 'yaml';
import { loadScenario } from '../../src/cases/load.ts';
import { fuzz } from './fuzz.ts';
import { mutated, oneDamaged } from './mutations.ts';
import { expectCommand, unlessRefused } from './told.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'scenario.yaml');

const scenarios = new URL('../../scenarios/', import.meta.url);
const texts = readdirSync(scenarios)
  .filter((name) => name.endsWith('.yaml'))
  // Their programs lie beside this repository's own.
  .map((name) =>
    readFileSync(new URL(name, scenarios), 'utf8').replaceAll('../fixtures/', `${path.resolve('fixtures')}/`),
  );

const anyScenario = fc.oneof(
  oneDamaged(texts),
  fc.constantFrom(...texts).chain((text) => mutated(parse(text)).map((data) => JSON.stringify(data) ?? '')),
);

test('a damaged scenario is read, or refused in a sentence', async () => {
  await fuzz(300, anyScenario, async (text) => {
    writeFileSync(file, text);
    await unlessRefused(() => loadScenario(file));
  });
});

test('a command refuses a damaged scenario with a documented exit code', async () => {
  // One that is right otherwise is refused for its samples, so that nothing is measured here.
  await fuzz(60, anyScenario, async (text) => {
    writeFileSync(file, text);
    await expectCommand(['run', file, '--samples', 'none']);
    await expectCommand(['predict', file, '--samples', 'none']);
  });
});

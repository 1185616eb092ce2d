import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

test('CI on GitHub runs what .ci/run runs, and nothing beside it', () => {
  const workflow = parse(readFileSync(new URL('../../.github/workflows/ci.yml', import.meta.url), 'utf8'));
  const steps: { readonly run?: string }[] = Object.values<{ steps: [] }>(workflow.jobs).flatMap(
    (job) => job.steps,
  );
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['bash .ci/run']);
});

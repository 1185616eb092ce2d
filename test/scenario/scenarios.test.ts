import { describe, expect, test } from 'vitest';
import { loadScenario, scenarioNames } from '../../src/cases/load.ts';
import { strategyNames } from '../../src/cases/reqmgr2/catalogue.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import { defaultMetrics } from '../builders/journals.ts';
import { loadWithWorkload } from '../builders/reqmgr2.ts';
import { loadText } from './scenario-folder.ts';

describe('the scenarios that come with Tidemark', () => {
  test('are found by their bare names, and by their paths', () => {
    expect(scenarioNames()).toEqual(expect.arrayContaining(['production', 'smoke']));
    for (const name of scenarioNames()) expect(loadScenario(name).name).toBe(name);
    expect(loadScenario('production')).toEqual(loadScenario('scenarios/production.yaml'));
    expect(loadScenario('smoke').path).toBe('scenarios/smoke.yaml');
  });

  test('production is the discussion at its size', () => {
    const { rows, workload, services, reference, samples, statuses } = loadWithWorkload('production');
    expect(rows.map(({ label }) => label)).toEqual([
      'idle',
      'naive',
      'per-status',
      'name-then-chunk chunk=100',
    ]);
    expect(workload.statuses).toEqual({ announced: 9552, 'aborted-completed': 2, rejected: 1 });
    expect(services.requestLineLimit).toBe(8190);
    expect({ reference, samples, statuses }).toEqual({
      reference: 'naive',
      samples: 3,
      statuses: ['announced', 'aborted-completed', 'rejected'],
    });
  });

  test('strategies has every built-in strategy at the size of production', () => {
    const { rows, workload } = loadWithWorkload('strategies');
    expect(workload).toEqual(loadWithWorkload('production').workload);
    const built = new Set(rows.map(({ strategy }) => strategy));
    expect(strategyNames.filter((name) => !built.has(name))).toEqual([]);
  });

  test('balanced has the rows of production over statuses of equal weight', () => {
    const { rows, workload } = loadWithWorkload('balanced');
    expect(rows).toEqual(loadScenario('production').rows);
    expect(new Set(Object.values(workload.statuses)).size).toBe(1);
  });
  test('wmcore-12385 has the thirteen claims of the thread, each with its source', () => {
    const { claims } = loadScenario('wmcore-12385');
    expect(claims.map(({ id }) => id)).toEqual(Array.from({ length: 13 }, (_, i) => String(i + 1)));
    for (const { where } of claims) expect(where).toMatch(/^https:.*2025-06-1[67]$/);
  });

  test('smoke runs the same strategies over the small workload', () => {
    const { rows, workload } = loadWithWorkload('smoke');
    expect(rows.map(({ strategy }) => strategy)).toEqual(
      loadScenario('production').rows.map(({ strategy }) => strategy),
    );
    expect(workload.name).toBe('small');
  });
});

test('what a scenario leaves out has a default', () => {
  expect(loadText('name: least\nworkload: small\nstrategies: [naive]')).toMatchObject({
    description: null,
    statuses: ['announced', 'aborted-completed', 'rejected'],
    seed: 1,
    scale: 1,
    samples: 3,
    metrics: defaultMetrics,
    cycles: 20,
    timeout: 300,
    services: promptServices,
  });
});

test('what the services are told is kept beside the defaults', () => {
  const text =
    'name: slow\nworkload: small\nservices: { latency: { fixed: 1000 }, gzip: true }\nstrategies: [naive]';
  expect(loadText(text).services).toEqual({
    ...promptServices,
    latency: { fixed: 1000, perDocument: 0, perByte: 0, jitter: 0 },
    gzip: true,
  });
});

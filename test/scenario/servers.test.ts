import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { complaintAbout, folderWith, loadText } from './scenario-folder.ts';

const scenario = (strategies: readonly string[], ...more: readonly string[]): string =>
  [
    'name: known',
    'workload: small',
    ...more,
    'strategies:',
    ...strategies.map((entry) => `  - ${entry}`),
  ].join('\n');
const load = "load: { paths: ['/orders?page={n}'] }";

describe('a server', () => {
  test('is a row like a program, compared with servers of its runtime alone, and has no idle row before it', () => {
    const { rows, load: put } = loadText(
      scenario(
        ['{ server: [python3, -u, serve.py], label: orders, ready: /health, params: { size: [1, 2] } }'],
        load,
      ),
    );
    expect(rows.map(({ label, runtime, program }) => [label, runtime, program?.server])).toEqual([
      ['orders size=1', 'python-server', { ready: '/health' }],
      ['orders size=2', 'python-server', { ready: '/health' }],
    ]);
    expect(put).toEqual({
      paths: ['/orders?page={n}'],
      requests: 5000,
      connections: 20,
      warmup: 500,
      timeout: 60,
      errors: 'fail',
    });
  });

  test('adds its metrics to those of other rows, and other scenarios do not have them', () => {
    const { metrics } = loadText(scenario(['naive', 'server: [node, serve.mjs]'], load));
    expect(metrics).toEqual(expect.arrayContaining(['peakLive', 'requests', 'requestsPerSecond']));
    expect(loadText(scenario(['naive'])).metrics).not.toContain('requestsPerSecond');
    expect(loadText(scenario(['server: [node, serve.mjs]'], load)).metrics).not.toContain('requests');
  });
});

test('a scenario of servers alone needs no workload, and no services are started for it', () => {
  const alone = ['name: known', load, 'strategies:', '  - server: [node, serve.mjs]'].join('\n');
  const {
    case: about,
    rows,
    opened,
  } = loadScenario(path.join(folderWith({ 'scenario.yaml': alone }), 'scenario.yaml'));
  expect(about.servesNothing).toBe(true);
  expect(opened.groups).toEqual({});
  expect(rows).toHaveLength(1);
  expect(complaintAbout(`${alone}\n  - naive`)).toContain('"workload" is missing');
});

describe('refused is', () => {
  test.each([
    [
      'a server without a load',
      scenario(['server: [node, serve.mjs]']),
      "scenario.yaml:3:1: a server without a load: nothing would be asked of it\n  Add one, such as load: { paths: ['/'], requests: 5000, connections: 20 }",
    ],
    [
      'a load without a server',
      scenario(['naive'], load),
      'scenario.yaml:3:1: a load without a server: none of the strategies is one\n  Add one to the strategies, such as server: [node, server.mjs], or remove the load.',
    ],
    [
      'a path that is none',
      scenario(['server: [node, serve.mjs]'], 'load: { paths: [orders] }'),
      'scenario.yaml:3:17: expected a path that starts with /, such as /health; found "orders"',
    ],
    [
      'a port of its own',
      scenario(['{ server: [node, serve.mjs], env: { PORT: 80 } }'], load),
      'scenario.yaml:5:41: "PORT" is set by tidemark itself: a server listens at the port that it is given\n  Remove it.',
    ],
    [
      'a script that is not there',
      scenario(['server: [node, ./serve.mjs]'], load),
      'scenario.yaml:5:20: there is no file "./serve.mjs"\n  Paths are relative to the scenario\'s folder: expected serve.mjs.',
    ],
    [
      'what only programs can say',
      scenario(['{ server: [node, serve.mjs], traced: true }'], load),
      'scenario.yaml:5:34: unknown key "traced"\n  Known: server, ready, label, params, env, runtime, expect.',
    ],
  ])('%s', (_, text, complaint) => {
    expect(complaintAbout(text)).toBe(complaint);
  });
});

import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario, scenarioNames } from '../../src/cases/load.ts';
import { reqmgr2 } from '../../src/cases/reqmgr2/case.ts';
import { workloadNames } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { metricNames } from '../../src/record/metrics.ts';
import { schemasOf } from '../../src/scenario/schema.ts';
import { complaintAbout, folderWith, reportOf, withStrategies } from './scenario-folder.ts';

/** As the schema has them, in its order. */
const keys = Object.keys(schemasOf(reqmgr2).scenario.shape).join(', ');

const scenario = (...lines: readonly string[]): string =>
  ['name: known', 'workload: small', ...lines, 'strategies: [naive]'].join('\n');

describe('a scenario file that cannot be had', () => {
  test('is missing', () => {
    expect(reportOf(() => loadScenario('nowhere/scenario.yaml'))).toBe(
      `nowhere/scenario.yaml: there is no such file\n  Scenarios that come with Tidemark: ${scenarioNames().join(', ')}.`,
    );
  });

  test('is the slip of a name', () => {
    expect(reportOf(() => loadScenario('prodution'))).toBe(
      `unknown scenario "prodution"\n  Did you mean "production"? Known: ${scenarioNames().join(', ')}. Or the path of a file of your own.`,
    );
  });

  test('is a folder', () => {
    expect(reportOf(() => loadScenario('scenarios'))).toBe(
      'scenarios: this is a folder; expected a YAML file',
    );
  });

  test('lies below a file, so that the system refuses to read it', () => {
    const folder = folderWith({ 'scenario.yaml': '' });
    const file = path.join(folder, 'scenario.yaml', 'inner.yaml');
    expect(reportOf(() => loadScenario(file))).toContain(`${file}: the file cannot be read: ENOTDIR`);
  });
});

describe('a limit of a container', () => {
  test.each([
    ['limits: [1024]', '1024'],
    ['limits: [1 Gib]', '"1 Gib"'],
    ['limits: [0 MB]', '"0 MB"'],
  ])('is refused as %s: it takes a number above 0 and a unit', (line, found) => {
    const complaint = complaintAbout(scenario(line));
    expect(complaint).toContain('scenario.yaml:3:10: ');
    expect(complaint).toContain(found);
    expect(complaint).toContain('unit');
    expect(complaint).toContain('such as 750 MiB');
  });
});

describe('text that is not YAML', () => {
  test.each([
    [
      'a list that never ends',
      'name: known\nstrategies: [naive\nworkload: small',
      'scenario.yaml:3:1: this is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a tab as indentation',
      'name: known\nservices:\n\tgzip: true',
      'scenario.yaml:3:1: this is not valid YAML: Tabs are not allowed as indentation',
    ],
    [
      'an unknown tag',
      'name: !secret known',
      'scenario.yaml:1:7: this is not valid YAML: Unresolved tag: !secret',
    ],
    [
      'a key that stands twice',
      scenario('samples: 1', 'samples: 2'),
      'scenario.yaml:4:1: the key "samples" stands twice\n  Remove one of the two.',
    ],
    [
      'an alias without an anchor',
      scenario('samples: *many'),
      'scenario.yaml:3:10: the alias *many has no anchor\n  Put &many before the value that it stands for, above this line.',
    ],
    [
      'aliases that multiply beyond reason',
      [
        'a: &a [x, x, x, x, x, x]',
        'b: &b [*a, *a, *a, *a]',
        'c: &c [*b, *b, *b, *b]',
        'd: [*c, *c, *c, *c]',
      ].join('\n'),
      'scenario.yaml: this is not valid YAML: Excessive alias count indicates a resource exhaustion attack',
    ],
  ])('%s', (_, text, complaint) => {
    expect(complaintAbout(text)).toBe(complaint);
  });
});

describe('data that does not fit', () => {
  test.each([
    ['an empty file', '', `scenario.yaml:1:1: expected a mapping with ${keys}; found nothing`],
    ['a list at the top', '- naive', `scenario.yaml:1:1: expected a mapping with ${keys}; found a list`],
    [
      'a missing key: its parent is to blame',
      '# none\nworkload: small\nstrategies: [naive]',
      'scenario.yaml:2:1: "name" is missing: expected a name',
    ],
    [
      'an unknown key: the key is to blame',
      scenario('services:', '  latency:', '    fixd: 3'),
      'scenario.yaml:5:5: unknown key "fixd"\n  Did you mean "fixed"? Known: fixed, perDocument, perByte, jitter.',
    ],
    [
      'text for a number',
      scenario('samples: many'),
      'scenario.yaml:3:10: expected a whole number from 1 to 1000; found "many"',
    ],
    [
      'a fraction for a count',
      scenario('samples: 1.5'),
      'scenario.yaml:3:10: expected a whole number from 1 to 1000; found 1.5',
    ],
    [
      'no value',
      scenario('samples:'),
      'scenario.yaml:3:9: expected a whole number from 1 to 1000; found nothing',
    ],
    [
      'a negative seed',
      scenario('seed: -1'),
      'scenario.yaml:3:7: expected a whole number from 0 to 4294967295; found -1',
    ],
    ['a scale of nothing', scenario('scale: 0'), 'scenario.yaml:3:8: expected a number above 0; found 0'],
    [
      'a number beyond all',
      scenario('scale: .inf'),
      'scenario.yaml:3:8: expected a number above 0; found Infinity',
    ],
    [
      'a jitter above 1',
      scenario('services: { latency: { jitter: 2 } }'),
      'scenario.yaml:3:32: expected a number from 0 to 1; found 2',
    ],
    [
      'text for a switch',
      scenario('services: { gzip: yes }'),
      'scenario.yaml:3:19: expected true or false; found "yes"',
    ],
    [
      'a name that is a path',
      'name: ../outside\nworkload: small\nstrategies: [naive]',
      'scenario.yaml:1:7: expected a name of letters, digits, dots, dashes and underscores (reports are filed under it); found "../outside"',
    ],
    [
      'an unknown metric',
      scenario('metrics: [peakHaep]'),
      `scenario.yaml:3:11: unknown metric "peakHaep"\n  Did you mean "peakHeap"? Known: ${metricNames.join(', ')}.`,
    ],
    [
      'a metric that is no name',
      scenario('metrics: [3]'),
      'scenario.yaml:3:11: expected the name of a metric; found 3',
    ],
    [
      'a metric twice',
      scenario('metrics: [peakHeap, wallTime, peakHeap]'),
      'scenario.yaml:3:31: "peakHeap" stands twice',
    ],
    ['no metric', scenario('metrics: []'), 'scenario.yaml:3:10: expected a list of at least 1; found a list'],
    [
      'an unknown workload',
      'name: known\nworkload: smal\nstrategies: [naive]',
      `scenario.yaml:2:11: unknown workload "smal"\n  Did you mean "small"? Known: ${workloadNames().join(', ')}.`,
    ],
    [
      'a number for a workload',
      'name: known\nworkload: 300\nstrategies: [naive]',
      'scenario.yaml:2:11: expected the name of a workload, or a workload in place; found 300',
    ],
    [
      'statuses that select no workflow',
      scenario('statuses: [aborted]'),
      'scenario.yaml:3:11: the workload "small" has no workflow in aborted\n  It has workflows in new, assignment-approved, assigned, acquired, running-open, running-closed, completed, closed-out, announced, aborted-completed, rejected.',
    ],
    [
      'a reference that does not run',
      scenario('reference: per-status'),
      'scenario.yaml:3:12: the reference "per-status" is none of the strategies\n  Known: idle, naive.',
    ],
    [
      'no strategies',
      'name: known\nworkload: small\nstrategies: []',
      'scenario.yaml:3:13: expected at least one strategy, such as - naive; found a list',
    ],
  ])('%s', (_, text, complaint) => {
    expect(complaintAbout(text)).toBe(complaint);
  });

  test('an unknown status has the nearest known one as advice', () => {
    expect(complaintAbout(scenario('statuses: [announced, rejectd]'))).toMatch(
      /^scenario\.yaml:3:23: unknown status "rejectd"\n {2}Did you mean "rejected"\? Known: new, /,
    );
  });

  test('a value behind an alias is blamed where it is written', () => {
    const text = scenario('services: { latency: { fixed: &ms -5, perDocument: *ms } }');
    expect(complaintAbout(text)).toBe(
      [
        'scenario.yaml:3:35: expected a number from 0; found -5',
        'scenario.yaml:3:52: expected a number from 0; found -5',
      ].join('\n'),
    );
  });
});

describe('several problems in one file', () => {
  test('are told together, in the order of the file, each with its advice', () => {
    expect(complaintAbout(scenario('sampels: 3', 'seed: x', 'scale: -1'))).toBe(
      [
        'scenario.yaml:3:1: unknown key "sampels"',
        `  Did you mean "samples"? Known: ${keys}.`,
        'scenario.yaml:4:7: expected a whole number from 0 to 4294967295; found "x"',
        'scenario.yaml:5:8: expected a number above 0; found -1',
      ].join('\n'),
    );
  });

  test('beyond five are counted', () => {
    const report = complaintAbout(withStrategies('a1', 'b1', 'c1', 'd1', 'e1', 'f1', 'g1'));
    expect(report.match(/unknown strategy/g)).toHaveLength(5);
    expect(report).toMatch(/\nand 2 more$/);
  });
});

describe('a name that JavaScript would lose is refused, wherever it stands', () => {
  const name = /"__proto__" cannot be a/;
  test.each([
    ['a key', scenario('__proto__: 1')],
    ['a measurement', scenario('measurements: { __proto__: { samples: 1 } }')],
    ['a variable', scenario('env: { "__proto__": 1 }')],
    ['a parameter', withStrategies('name-then-chunk: { __proto__: [1, 2] }')],
    ['a strategy', withStrategies('__proto__: { chunk: 1 }')],
    ["a row's label", withStrategies('{ command: [node], label: __proto__ }')],
    ['a program', withStrategies('{ command: [__proto__] }')],
  ])('%s', (_, text) => {
    expect(complaintAbout(text)).toMatch(name);
  });

  test('a parameter on the command line', () => {
    const folder = folderWith({ 'scenario.yaml': scenario(), 'mine.ts': '' });
    const strategies = [`${folder}/mine.ts __proto__=1`];
    expect(reportOf(() => loadScenario(path.join(folder, 'scenario.yaml'), { strategies }))).toMatch(name);
  });
});

import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadScenario, loadServices } from '../../src/cases/load.ts';
import { statuses, type WorkloadDescription } from '../../src/cases/reqmgr2/workload/description.ts';
import { descriptionSchema } from '../../src/cases/reqmgr2/workload/description-schema.ts';
import {
  loadDescription,
  scaleDescription,
  workflowsIn,
  workloadNames,
} from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { withWorkload } from '../builders/reqmgr2.ts';
import { complaintAbout, folderWith, loadText, reportOf } from './scenario-folder.ts';

test.each([
  ['production', { announced: 9552, 'aborted-completed': 2, rejected: 1 }, 18_800],
  ['balanced', { announced: 3185, 'aborted-completed': 3185, rejected: 3185 }, 18_800],
  ['incident-2024-08', { announced: 14_600 }, 18_767],
])('%s has the counts and the mean size of its day', (name, counts, meanBytes) => {
  const workload = loadDescription(name);
  expect(workload.statuses).toEqual(counts);
  expect(workload.documents.meanBytes).toBe(meanBytes);
});

test('the incident makes an answer of 274 MB within 1 %', () => {
  const { statuses: counts, documents } = loadDescription('incident-2024-08');
  expect(Math.abs((counts.announced ?? 0) * documents.meanBytes - 274e6)).toBeLessThan(2.74e6);
});

test('small is a few hundred workflows, some of them not for the rule cleaner', () => {
  const small = loadDescription('small');
  expect(workflowsIn(small, statuses)).toBe(390);
  expect(workflowsIn(small, ['announced', 'aborted-completed', 'rejected'])).toBe(320);
});

test('testbed fills all 19 statuses as its view by status had them', () => {
  const { statuses: counts } = loadDescription('testbed');
  expect(Object.values(counts).filter((count) => count > 0)).toHaveLength(19);
  expect(workflowsIn(loadDescription('testbed'), statuses)).toBe(29_435);
  expect(counts['running-open']).toBe(3);
  const before = statuses.filter((status) => status < 'running-open');
  expect(workflowsIn(loadDescription('testbed'), before)).toBe(29_426);
});

test('every named workload bears the name of its file', () => {
  expect(workloadNames()).toContain('production');
  for (const name of workloadNames()) expect(loadDescription(name).name).toBe(name);
});

test('a workload is returned as it is', () => {
  const small = loadDescription('small');
  expect(loadDescription(small)).toBe(small);
});

test('an unknown name is refused with the nearest known one', () => {
  expect(reportOf(() => loadDescription('tesbed'))).toBe(
    `unknown workload "tesbed"\n  Did you mean "testbed"? Known: ${workloadNames().join(', ')}.`,
  );
  expect(reportOf(() => loadDescription('../workloads/small'))).toContain(
    'unknown workload "../workloads/small"',
  );
});

describe('scaling', () => {
  const workload: WorkloadDescription = {
    ...loadDescription('small'),
    statuses: { announced: 300, rejected: 8, 'aborted-completed': 0 },
  };

  test('rounds each count, and keeps one workflow where there were some', () => {
    expect(scaleDescription(workload, 0.01).statuses).toEqual({
      announced: 3,
      rejected: 1,
      'aborted-completed': 0,
    });
    expect(scaleDescription(workload, 2.5).statuses).toEqual({
      announced: 750,
      rejected: 20,
      'aborted-completed': 0,
    });
  });

  test('leaves documents, names and locks alone', () => {
    expect({ ...scaleDescription(workload, 0.5), statuses: workload.statuses }).toEqual(workload);
  });

  test('a scenario has its workload scaled', () => {
    const text = 'name: half\nworkload: balanced\nscale: 0.5\nstrategies: [naive]';
    expect(loadText(text).workload.statuses.announced).toBe(1593);
    expect(loadText(text, { scale: 2 }).workload.statuses.announced).toBe(6370);
  });
});

const inPlace = (changes: Readonly<Record<string, string>> = {}): string => {
  const parts = {
    statuses: '{ announced: 40 }',
    meanBytes: '15000',
    types: '{ TaskChain: 0.7, ReReco: 0.3 }',
    longLumiLists: '{ share: 0.01, minBytes: 100000, maxBytes: 300000 }',
    names: '[{ prefix: cmsunified_task_GEN-, campaigns: [Run3Summer24wmLHEGS], share: 1 }]',
    locks: '{ global: 5, parent: 2 }',
    ...changes,
  };
  return [
    'name: own',
    'workload:',
    '  name: own-set',
    `  statuses: ${parts.statuses}`,
    `  documents: { spread: 0.5, meanBytes: ${parts.meanBytes},`,
    `    types: ${parts.types},`,
    `    longLumiLists: ${parts.longLumiLists} }`,
    `  names: ${parts.names}`,
    `  locks: ${parts.locks}`,
    'strategies: [naive]',
  ].join('\n');
};

describe('a workload in place', () => {
  test('takes the place of a named one; types that it leaves out have no share', () => {
    const { workload } = loadText(inPlace());
    expect(workload.name).toBe('own-set');
    expect(workload.statuses).toEqual({ announced: 40 });
    expect(workload.documents.types).toEqual({
      TaskChain: 0.7,
      StepChain: 0,
      ReReco: 0.3,
      Resubmission: 0,
      DQMHarvest: 0,
    });
  });

  test('may have shares that miss 1 by rounding', () => {
    expect(
      loadText(inPlace({ types: '{ TaskChain: 0.667, ReReco: 0.3335 }' })).workload.documents.types.ReReco,
    ).toBe(0.3335);
  });

  test.each([
    [
      'a negative count',
      { statuses: '{ announced: -40 }' },
      '4:26: expected a whole number from 0; found -40',
    ],
    [
      'a count that is no number',
      { statuses: '{ announced: lots }' },
      '4:26: expected a whole number from 0; found "lots"',
    ],
    ['no workflow at all', { statuses: '{ announced: 0 }' }, '4:13: at least one status needs a workflow'],
    [
      'shares that do not add up',
      { types: '{ TaskChain: 0.7, ReReco: 0.2 }' },
      '6:12: the shares add up to 0.9, and must add up to 1',
    ],
    [
      'an unknown type',
      { types: '{ TaskChian: 1 }' },
      '6:14: unknown key "TaskChian"\n  Did you mean "TaskChain"? Known: TaskChain, StepChain, ReReco, Resubmission, DQMHarvest.',
    ],
    [
      'sizes in the wrong order',
      { longLumiLists: '{ share: 0.01, minBytes: 300000, maxBytes: 300000 }' },
      '7:63: maxBytes must be above minBytes',
    ],
    [
      'a missing number of locks',
      { locks: '{ global: 5 }' },
      '9:10: "parent" is missing: expected a whole number from 0',
    ],
    [
      'name patterns that do not add up',
      { names: '[{ prefix: cmsunified_task_GEN-, campaigns: [Run3Summer24wmLHEGS], share: 0.5 }]' },
      '8:10: the shares add up to 0.5, and must add up to 1',
    ],
    [
      'names too short to be real',
      { names: '[{ prefix: t_, campaigns: [S24], share: 1 }]' },
      '8:37: prefix and campaign ("t_S24") must have 8 to 128 characters together, not 5',
    ],
    [
      'names that could not be told apart',
      {
        names:
          '[{ prefix: cmsunified_task_GEN-, campaigns: [Run3Summer24wmLHEGS, Run3Summer24wm], share: 1 }]',
      },
      '8:55: "cmsunified_task_GEN-Run3Summer24wmLHEGS" begins with another prefix and campaign, "cmsunified_task_GEN-Run3Summer24wm": names could not be told apart',
    ],
    [
      'a campaign twice',
      { names: '[{ prefix: cmsunified_task_GEN-, campaigns: [Run3Summer24wm, Run3Summer24wm], share: 1 }]' },
      '8:71: "cmsunified_task_GEN-Run3Summer24wm" begins with another prefix and campaign, "cmsunified_task_GEN-Run3Summer24wm": names could not be told apart',
    ],
    [
      'characters that a URL would change',
      { names: '[{ prefix: cmsunified_task_GEN-, campaigns: ["Run3 Summer24"], share: 1 }]' },
      '8:55: expected a campaign of letters, digits, dots, dashes and underscores; found "Run3 Summer24"',
    ],
  ])('is refused for %s', (_, changes, complaint) => {
    expect(complaintAbout(inPlace(changes))).toBe(`scenario.yaml:${complaint}`);
  });

  test('is refused for a mean that its types cannot have', () => {
    expect(complaintAbout(inPlace({ meanBytes: '3000' }))).toContain(
      'scenario.yaml:5:40: this mean does not fit the types and the long LumiLists: chains would have to be ',
    );
  });

  test('is refused for an unknown status, with the nearest known one', () => {
    expect(complaintAbout(inPlace({ statuses: '{ anounced: 40 }' }))).toContain(
      'scenario.yaml:4:15: unknown key "anounced"\n  Did you mean "announced"? Known: new, ',
    );
  });
});

describe('a workload in a file of its own', () => {
  const written = stringify(loadDescription('small'));
  const scenarioOf = (workload: string): string => `name: mine\nworkload: ${workload}\nstrategies: [naive]\n`;
  const complaint = (files: Readonly<Record<string, string>>): string => {
    const folder = folderWith(files);
    const scenario = path.join(folder, 'scenario.yaml');
    return reportOf(() => loadScenario(scenario)).replaceAll(`${folder}${path.sep}`, '');
  };

  test.each(['./mine.yaml', 'mine.yaml'])('is named by its path from the scenario: %s', (workload) => {
    const folder = folderWith({ 'scenario.yaml': scenarioOf(workload), 'mine.yaml': written });
    const found = withWorkload(loadScenario(path.join(folder, 'scenario.yaml'), { scale: 2 })).workload;
    expect(found).toEqual(scaleDescription(loadDescription('small'), 2));
  });

  test("may be a measurement's", () => {
    const measurements = 'measurements: { other: { workload: ./mine.yaml } }\n';
    const folder = folderWith({
      'scenario.yaml': `${scenarioOf('small')}${measurements}`,
      'mine.yaml': written,
    });
    expect(loadScenario(path.join(folder, 'scenario.yaml')).measurements).toHaveLength(1);
  });

  test('is served by its path', () => {
    const folder = folderWith({ 'mine.yaml': written });
    const { opened } = loadServices(path.join(folder, 'mine.yaml'), {});
    expect(opened.groups).toEqual({ announced: 300, 'aborted-completed': 12, rejected: 8 });
  });

  test('is refused where there is none, at its place in the scenario', () => {
    const expected =
      'scenario.yaml:2:11: there is no file "./none.yaml"\n  Expected a workload at none.yaml.';
    expect(complaint({ 'scenario.yaml': scenarioOf('./none.yaml') })).toBe(expected);
  });

  test('is refused where it is none, at the place in its own file', () => {
    const files = {
      'scenario.yaml': scenarioOf('./mine.yaml'),
      'mine.yaml': written.replace('announced:', 'anounced:'),
    };
    expect(complaint(files)).toMatch(
      /^mine\.yaml:\d+:3: unknown key "anounced"\n {2}Did you mean "announced"\?/,
    );
  });

  test('says sizes in one way', () => {
    const both = written.replace('  spread: 0.6', '  sizes: {}\n  spread: 0.6');
    expect(complaint({ 'scenario.yaml': scenarioOf('./mine.yaml'), 'mine.yaml': both })).toContain(
      '"spread" has no meaning beside "sizes": remove one of the two',
    );
    const neither = written.replace('  spread: 0.6\n', '');
    expect(complaint({ 'scenario.yaml': scenarioOf('./mine.yaml'), 'mine.yaml': neither })).toContain(
      '"spread" is missing: expected spread and longLumiLists, or sizes',
    );
  });
});

test('whole names of the fixtures have 60 to 95 characters', () => {
  // `-00006__v1_T_250508_114352_1` to `…_1105`
  const [shortest, longest] = [28, 31];
  for (const name of workloadNames()) {
    const heads = descriptionSchema
      .parse(loadDescription(name))
      .names.flatMap(({ prefix, campaigns }) => campaigns.map((each) => prefix + each));
    for (const head of heads) {
      expect(head.length + shortest, head).toBeGreaterThanOrEqual(60);
      expect(head.length + longest, head).toBeLessThanOrEqual(95);
    }
  }
});

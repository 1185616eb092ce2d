import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { workloadNames } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { showWorkload } from '../../src/harness/workload.ts';
import { withWorkload } from '../builders/reqmgr2.ts';
import { sampleDescription } from '../workload/descriptions.ts';
import { textsOf } from '../workload/fit/dumps.ts';
import { folderWith, inProcess } from './command.ts';

const dump = textsOf(sampleDescription({ statuses: { announced: 20 } })).join('\n');

describe('workload fit', () => {
  test('prints a workload that a scenario takes by its path', async () => {
    const cwd = await folderWith({ 'dump.json': dump });
    const { exitCode, stdout } = await inProcess(['workload', 'fit', 'dump.json', '--name', 'ours'], cwd);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^# Fitted to 20 real documents[\s\S]*\n# {2,}real {2,}this workload\n/);
    const scenario = 'name: mine\nworkload: ./ours.yaml\nstrategies: [naive]\n';
    const folder = await folderWith({ 'mine.yaml': scenario, 'ours.yaml': stdout });
    const { workload } = withWorkload(loadScenario(`${folder}/mine.yaml`));
    expect(workload).toMatchObject({ name: 'ours', statuses: { announced: 20 } });
    const shown = await inProcess(['workload', 'show', 'ours.yaml'], folder);
    expect(shown.stdout).toContain('documents.sizes.TaskChain');
  });

  test('refuses what is no dump with one sentence and the place', async () => {
    const cwd = await folderWith({ 'dump.json': `${dump}\n{"RequestName": "secret"}` });
    const { exitCode, stdout, stderr } = await inProcess(['workload', 'fit', 'dump.json'], cwd);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^tidemark: dump\.json:21:1: document 21 has no RequestStatus\n {2}Expected/);
    expect(stderr).not.toContain('secret');
  });

  test('refuses a name that is none', async () => {
    const { exitCode, stderr } = await inProcess(
      ['workload', 'fit', 'dump.json', '--name', 'a b'],
      await folderWith({ 'dump.json': dump }),
    );
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--name: "a b" is no name')]);
  });
});

describe('workload show', () => {
  test('says of every number where it comes from, and what the documents are like', async () => {
    const { exitCode, stdout } = await inProcess(['workload', 'show', 'production'], await folderWith());
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/documents\.meanBytes +18800 +274 MB of 14,600 documents/);
    expect(stdout).toMatch(/keys of a document +2\d\d/);
    expect(stdout).not.toContain('not said');
  });

  test.each(workloadNames())('leaves no number of %s without its source', (name) => {
    const { numbers } = showWorkload(name);
    expect(numbers.filter(({ source }) => source === '').map(({ key }) => key)).toEqual([]);
  });

  test('refuses an unknown name, with the nearest', async () => {
    const { exitCode, stderr } = await inProcess(['workload', 'show', 'producton'], await folderWith());
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Did you mean "production"?')]);
  });
});

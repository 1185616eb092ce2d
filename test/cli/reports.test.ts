import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import type { Run } from '../../src/record/run.ts';
import { writeBaseline } from '../../src/runner/files/baseline-file.ts';
import { outOfMemory, productionJournal, retaken } from '../builders/journals.ts';
import { folderWith, inProcess } from './command.ts';

const textOf = ({ header, samples }: Journal): string =>
  [header, ...samples].map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** A working directory with a folder for each of these journals. */
const folderOf = async (journals: Readonly<Record<string, string>>): Promise<string> => {
  const cwd = await folderWith();
  for (const [name, text] of Object.entries(journals)) {
    await mkdir(path.join(cwd, name));
    await writeFile(path.join(cwd, name, 'samples.jsonl'), text);
  }
  return cwd;
};

const runIn = async (folder: string): Promise<Run> =>
  JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'));

describe('report', () => {
  test('makes the reports again beside their journal, which stays as it is', async () => {
    const text = textOf(productionJournal(3));
    const cwd = await folderOf({ one: text });
    for (const time of ['once', 'again']) {
      const { exitCode, stdout, stderr } = await inProcess(['report', 'one'], cwd);
      expect(exitCode, `${time}: ${stderr}`).toBe(0);
      expect(stdout).toContain('naive');
    }
    expect((await readdir(path.join(cwd, 'one'))).sort()).toEqual([
      'junit.xml',
      'report.html',
      'report.md',
      'run.json',
      'samples.jsonl',
    ]);
    expect(await readFile(path.join(cwd, 'one', 'samples.jsonl'), 'utf8')).toBe(text);
  });

  test('puts several journals of a scenario together, in a folder of its own', async () => {
    const one = productionJournal(3);
    const cwd = await folderOf({ one: textOf(one), two: textOf(retaken(one)) });
    const { exitCode, stderr } = await inProcess(['report', 'one', 'two', '--out', 'both'], cwd);
    expect(exitCode, stderr).toBe(0);
    expect((await runIn(path.join(cwd, 'both'))).results[1]?.metrics.peakLive).toMatchObject({
      n: 6,
      ci95: expect.anything(),
    });
    expect(await readdir(path.join(cwd, 'one'))).toEqual(['samples.jsonl']);
  });

  test('of a journal that is cut in a line counts the whole lines, and says so', async () => {
    const cwd = await folderOf({ one: textOf(productionJournal(3)).slice(0, -40) });
    const { exitCode, stdout } = await inProcess(['report', 'one'], cwd);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/samples\.jsonl:\d+: the last line is cut in the middle and counts for\s+nothing/);
    expect(stdout).toMatch(/the run ended early: 1 of 36 planned samples are\s+missing/);
    expect((await runIn(path.join(cwd, 'one'))).warnings[0]?.kind).toBe('journal-cut');
  });

  test('ends with 1 when a budget is exceeded, and with 3 when a strategy failed', async () => {
    const budgets = [{ label: 'naive', metric: 'peakLive', limit: 1e6 }] as const;
    const broken = productionJournal(1);
    const failing = (sample: Sample): Sample =>
      sample.label === 'naive' ? { ...sample, outcome: outOfMemory } : sample;
    const cwd = await folderOf({
      over: textOf(productionJournal(1, { budgets })),
      broken: textOf({ ...broken, samples: broken.samples.map(failing) }),
    });
    expect((await inProcess(['report', 'over'], cwd)).exitCode).toBe(1);
    expect((await inProcess(['report', 'broken'], cwd)).exitCode).toBe(3);
  });
});

describe('compare', () => {
  test('takes folders, journals and run.json alike; only --fail-on makes it fail', async () => {
    const before = productionJournal(6);
    const cwd = await folderOf({ before: textOf(before), after: textOf(before) });
    const heavier: Run = analyseJournal(
      {
        ...before,
        samples: before.samples.map((sample) =>
          sample.outcome.status === 'completed' && sample.outcome.metrics.peakLive !== undefined
            ? {
                ...sample,
                outcome: {
                  ...sample.outcome,
                  metrics: { ...sample.outcome.metrics, peakLive: 1.03 * sample.outcome.metrics.peakLive },
                },
              }
            : sample,
        ),
      },
      { pinnedNode: '26.10.0' },
    );
    await writeFile(path.join(cwd, 'heavier.json'), JSON.stringify(heavier));

    const same = await inProcess(['compare', 'before/samples.jsonl', 'after'], cwd);
    expect(same.exitCode, same.stderr).toBe(0);
    expect(same.stdout).toMatch(/^no regression in production/);
    const worse = await inProcess(['compare', 'before', 'heavier.json', '--comment', 'comment.md'], cwd);
    expect(worse.exitCode, worse.stderr).toBe(0);
    expect(worse.stdout).toMatch(/^4 regressions in production/);
    expect(await readFile(path.join(cwd, 'comment.md'), 'utf8')).toContain('### Tidemark: 4 regressions');
    const failing = await inProcess(['compare', 'before', 'heavier.json', '--fail-on', 'peakLive:2%'], cwd);
    expect(failing.exitCode).toBe(1);
  });
});

describe('what cannot be reported, compared or gated is refused with exit code 2, and a message', () => {
  test.each([
    [
      'report newer',
      /newer\/samples\.jsonl:1: the journal has the schema "tidemark\/journal@3".*\n.*version of tidemark/,
    ],
    ['report nowhere', /nowhere holds no samples\.jsonl\n {2}Reports are made out of journals/],
    [
      'compare one run-3.json',
      /run-3\.json: a run with the schema "tidemark\/run@3"; this tidemark reads "tidemark\/run@2"/,
    ],
    [
      'gate smoke --baseline run-3.json',
      /run-3\.json: this is not a baseline: .*\n {2}Make one: (npm run -s tidemark --|node \S+) gate/,
    ],
    [
      'gate smoke --baseline other-flags.json',
      /other flags of V8 \(naive, live samples\): --gc-global\n {2}Renew the baseline: (?:npm run -s tidemark --|node \S+) gate smoke --baseline other-flags\.json --update/,
    ],
    ['gate smoke', /required option '--baseline <file>'/],
    [
      'gate smoke --baseline b.json --update --strategy naive',
      /--strategy with --update would leave the other strategies without a baseline\n {2}.*leave out --strategy/,
    ],
    [
      'gate smoke --baseline new/folder/b.json --update',
      /^tidemark: new\/folder\/b\.json: cannot write the baseline: ENOENT/,
    ],
    [
      'gate real.yaml --baseline b.json --update',
      /^tidemark: real\.yaml: a target cannot be gated: its workload is not the same/,
    ],
    ['gate smoke --baseline b.json --samples 5', /--samples: a gate takes at least 6, found 5/],
  ])('%s', async (command, message) => {
    const one = textOf(productionJournal(1));
    const cwd = await folderOf({ one, newer: one.replace('journal@2', 'journal@3') });
    await writeFile(path.join(cwd, 'run-3.json'), '{"schema": "tidemark/run@3"}');
    await writeFile(
      path.join(cwd, 'real.yaml'),
      'name: real\ntarget: { url: { env: T_URL } }\nmetrics: [wallTime]\nstrategies: [naive]\n',
    );
    await writeBaseline(path.join(cwd, 'other-flags.json'), {
      ...sideOfJournal(productionJournal(1)),
      results: [{ status: 'completed', label: 'naive', flags: { live: ['--gc-global'] }, readings: {} }],
    });
    const { exitCode, stdout, stderr } = await inProcess(command.split(' '), cwd, {
      T_URL: 'http://127.0.0.1:9',
    });
    expect(exitCode, stderr).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readDescription } from '../../src/harness/limits/description.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import { aJournal, rounds } from '../builders/journals.ts';
import { folderWith, inProcess } from '../cli/command.ts';

const MB = 1_000_000;

/** Two samples of each row at a size, whose bytes depend on it. */
const runAt = (
  items: number,
  rows: Readonly<Record<string, (items: number) => number>>,
  scale = 1,
): Journal => {
  const samples = Object.entries(rows).flatMap(([label, bytes]) =>
    rounds(label, 'peakRss', [bytes(items), bytes(items) * 1.001]),
  );
  const { header } = aJournal(samples, { scenario: { scale, samples: 2 } });
  return { header: { ...header, workload: { ...header.workload, items } }, samples };
};

/** Today's way takes 100 kB an item; the other takes nothing. */
const growing = {
  'all at once': (items: number) => 40 * MB + items * 100_000,
  'one by one': () => 50 * MB,
};
const sizes = [1000, 2000, 4000];

const serviceOf = (name: string, lines: readonly string[] = []): string =>
  [
    `  - service: ${name}`,
    '    limit: 500 MB',
    '    backlog: 4000',
    `    runs: [${name}]`,
    '    today: { row: all at once, is: fetches all }',
    '    remedies: [{ row: one by one, is: a stream }]',
    ...lines,
    '',
  ].join('\n');

/** A folder with journals of these sizes in a folder of each service, and the description of them. */
const described = async (
  services: Readonly<Record<string, readonly Journal[]>>,
  text: string,
): Promise<string> => {
  const cwd = await folderWith({
    'limits.yaml': `name: mine\ndescription: Which is too small?\nservices:\n${text}`,
  });
  for (const [name, journals] of Object.entries(services)) {
    for (const [i, { header, samples }] of journals.entries()) {
      const folder = path.join(cwd, name, `size-${i}`);
      await mkdir(folder, { recursive: true });
      const lines = [header, ...samples.map((one) => ({ ...one, startedAt: `2026-11-20T10:00:0${i}.000Z` }))];
      await writeFile(
        path.join(folder, 'samples.jsonl'),
        lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      );
    }
  }
  return cwd;
};

const fold = async (cwd: string) => {
  const { exitCode, stdout, stderr } = await inProcess(['limits', 'limits.yaml'], cwd);
  const textOf = (name: string): Promise<string> => readFile(path.join(cwd, name), 'utf8').catch(() => '');
  return {
    exitCode,
    stderr,
    stdout: stdout.replaceAll(/\s+/g, ' '),
    markdown: await textOf('report.md'),
    page: await textOf('report.html'),
    json: JSON.parse((await textOf('limits.json')) || 'null'),
  };
};

const journals = sizes.map((size) => runAt(size, growing, size / 4000));

describe('limits', () => {
  test('says first which service exceeds its limit, at which backlog, and what it has room for', async () => {
    const small = sizes.map((size) => runAt(size, { ...growing, 'all at once': () => 60 * MB }, size / 4000));
    const large = sizes.map((size) =>
      runAt(size, { ...growing, 'all at once': (n) => n * 200_000 }, size / 4000),
    );
    const cwd = await described(
      { small, large, middle: journals },
      [serviceOf('small'), serviceOf('large'), serviceOf('middle')].join(''),
    );
    const { exitCode, stderr, stdout, markdown, page } = await fold(cwd);
    expect(exitCode, stderr).toBe(0);
    const answer =
      /large exceeds its limit of 500 MB at today's backlog \(4,000 workflows, 800 MB\): it has room for 2,4\d\d workflows; middle exceeds its limit of 500 MB at twice today's backlog \(8,000 workflows, 840 MB\): it has room for 4,5\d\d workflows; within the limit at twice today's backlog: small\./;
    for (const shown of [stdout, markdown, page.replaceAll('&#39;', "'")]) expect(shown).toMatch(answer);
    expect(stdout).toContain('With any of the remedies each stays within its limit');
  });

  test('tells what was measured from what is predicted', async () => {
    const { json, markdown } = await fold(await described({ middle: journals }, serviceOf('middle')));
    const [{ today, remedies }] = json.services;
    expect(today.today).toMatchObject({ items: 4000, known: 'measured', verdict: 'fits' });
    expect(today.today.range).toEqual([440 * MB, expect.closeTo(440.44 * MB)]);
    expect(today.twice).toMatchObject({ items: 8000, known: 'predicted', verdict: 'exceeds' });
    expect(today.slope).toBeCloseTo(100_000, -3);
    expect(remedies[0].room).toEqual({ items: 40_000, bound: 'nothing measured beyond' });
    expect(markdown).toContain('predicted at twice');
    expect(markdown).toContain('fetches all; peak RSS of all at once, 100 kB a workflow');
  });

  test('takes what was measured at twice the backlog, and needs no line for it', async () => {
    const two = [4000, 8000].map((size) => runAt(size, growing, size / 4000));
    const { exitCode, stdout, json } = await fold(await described({ middle: two }, serviceOf('middle')));
    expect(exitCode).toBe(0);
    expect(json.services[0].today.twice).toMatchObject({ known: 'measured', verdict: 'exceeds' });
    expect(stdout).toContain('not all is known: a line takes 5 readings of two sizes');
  });

  test('takes the number of items from the description where a run counts none', async () => {
    const named = '[{ folder: middle/size-0, items: 4000 }, { folder: middle/size-1, items: 8000 }]';
    const two = [runAt(1, { ...growing, 'all at once': () => 300 * MB }), runAt(1, growing)];
    const cwd = await described({ middle: two }, serviceOf('middle').replace('[middle]', named));
    const [{ today }] = (await fold(cwd)).json.services;
    expect(today.today).toMatchObject({ items: 4000, bytes: expect.closeTo(300.15 * MB), known: 'measured' });
    expect(today.twice).toMatchObject({ items: 8000, known: 'measured', verdict: 'fits' });
  });

  test('ends with 3 where nothing is known of today', async () => {
    const one = [runAt(1000, growing, 0.25)];
    const { exitCode, stdout } = await fold(await described({ middle: one }, serviceOf('middle')));
    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      "Not known of middle for today's backlog: a line takes 5 readings of two sizes.",
    );
  });

  test('a limit within the range is not resolved', async () => {
    const on = [4000, 8000].map((size) =>
      runAt(size, { ...growing, 'all at once': () => 499.9 * MB }, size / 4000),
    );
    const { stdout } = await fold(await described({ middle: on }, serviceOf('middle')));
    expect(stdout).toContain('Whether middle exceeds its limit of 500 MB at today');
  });
});

test.for([
  [
    'a folder without a run',
    serviceOf('other'),
    'limits.yaml:7:12: other holds no run: expected a samples.jsonl',
  ],
  [
    'a row that is in none of them',
    serviceOf('middle').replace('row: one by one', 'row: one by two'),
    'no row of a run is called "one by two"\n  Did you mean "one by one"?',
  ],
  [
    'a limit without a unit',
    serviceOf('middle').replace('500 MB', '500'),
    'limits.yaml:5:12: expected a size',
  ],
  ['a key that is none', serviceOf('middle', ['    limits: 3']), 'unknown key "limits"'],
] as const)('%s is told with its place', async ([, text, sentence]) => {
  const { exitCode, stderr } = await fold(await described({ middle: journals }, text));
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
});

test('runs that differ in more than size are refused: no line goes through them', async () => {
  const [first, ...others] = journals as [Journal, ...Journal[]];
  const other = { ...first.header, scenario: { ...first.header.scenario, seed: 2 } };
  const cwd = await described({ middle: [{ ...first, header: other }, ...others] }, serviceOf('middle'));
  const { exitCode, stderr } = await fold(cwd);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'runs of one service must differ in size alone: middle/size-0 has the seed 2, middle/size-1 1',
  );
});

test('a file that is not there is told', async () => {
  const { exitCode, stderr } = await inProcess(['limits', 'none.yaml'], await folderWith());
  expect(exitCode).toBe(2);
  expect(stderr).toContain('none.yaml: there is no such file');
});

const reference = new URL('../../reports/reference/cms-limits/', import.meta.url);

test("CMS's services are described soundly", () => {
  const { services, notes } = readDescription(fileURLToPath(new URL('limits.yaml', reference)));
  expect(services.map(({ service }) => service)).toContain('MSTransferor');
  expect(notes).not.toEqual([]);
});

test.skipIf(!existsSync(new URL('report.md', reference)))(
  'their page says what its journals say',
  async () => {
    const cwd = await folderWith();
    const { exitCode } = await inProcess(
      ['limits', fileURLToPath(new URL('limits.yaml', reference)), '--out', 'again'],
      cwd,
    );
    expect(exitCode).toBe(0);
    const again = await readFile(path.join(cwd, 'again', 'report.md'), 'utf8');
    expect(again).toBe(await readFile(new URL('report.md', reference), 'utf8'));
  },
);

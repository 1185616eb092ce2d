import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { folderWith, inProcess } from './command.ts';

/** Runs a command that must be refused: exit code 2, one message, no stack trace, nothing written. */
const refusalOf = async (
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const cwd = await folderWith(files);
  const { exitCode, stdout, stderr } = await inProcess(args, cwd);
  expect(exitCode, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect((await readdir(cwd)).sort()).toEqual(Object.keys(files).sort());
  return stderr;
};

const scenario = (strategies: string): string => `name: mine\nworkload: small\nstrategies:\n${strategies}\n`;

describe('a run is refused with one message, and nothing is written, for', () => {
  test('an unknown command, with the nearest', async () => {
    expect(await refusalOf(['rnu', 'smoke'])).toMatch(/unknown command 'rnu'[\s\S]*Did you mean run\?/);
  });

  test('an unknown flag, with the nearest', async () => {
    expect(await refusalOf(['run', 'smoke', '--sample', '3'])).toMatch(
      /unknown option '--sample'[\s\S]*--samples/,
    );
  });

  test('a missing scenario', async () => {
    expect(await refusalOf(['run', 'none.yaml'])).toMatch(/none\.yaml/);
    expect(await refusalOf(['run'])).toMatch(/missing required argument 'scenario'/);
  });

  test('an unknown strategy on the command line, with the nearest', async () => {
    expect(await refusalOf(['run', 'smoke', '--strategy', 'nave'])).toMatch(/nave[\s\S]*"naive"/);
  });

  test('an unknown metric, with the nearest', async () => {
    expect(await refusalOf(['run', 'smoke', '--metrics', 'peakHeap,peakRsss'])).toMatch(
      /peakRsss[\s\S]*"peakRss"/,
    );
  });

  test('a count that is negative, zero, or no number', async () => {
    for (const samples of ['-1', '0', 'many', '2.5']) {
      expect(await refusalOf(['run', 'smoke', `--samples=${samples}`])).toMatch(
        /--samples.*expected a whole number from 1/,
      );
    }
    expect(await refusalOf(['run', 'smoke', '--scale', '-2'])).toMatch(/--scale/);
    expect(await refusalOf(['run', 'smoke', '--seed', 'x'])).toMatch(/--seed/);
  });

  test('a scenario that does not parse, at its line and column', async () => {
    const stderr = await refusalOf(['run', 'mine.yaml'], { 'mine.yaml': 'name: mine\nstrategies: [naive\n' });
    expect(stderr).toMatch(/mine\.yaml:\d+:\d+: /);
  });

  test('a scenario that does not fit, at its line and column, with what was expected', async () => {
    const stderr = await refusalOf(['run', 'mine.yaml'], {
      'mine.yaml': scenario('  - naive\n  - name-then-chunk: { chunk: none }'),
    });
    expect(stderr).toMatch(/mine\.yaml:5:\d+: .*chunk.*expected a whole number from 1/s);
  });

  test('an unknown workload, at its place, with the nearest', async () => {
    const stderr = await refusalOf(['run', 'mine.yaml'], {
      'mine.yaml': 'name: mine\nworkload: smal\nstrategies: [naive]\n',
    });
    expect(stderr).toMatch(/mine\.yaml:2:11: .*smal[\s\S]*"small"/);
  });

  test('an output folder that cannot be made', async () => {
    const stderr = await refusalOf(['run', 'smoke', '--out', 'file/below'], { file: '' });
    expect(stderr).toMatch(/cannot write to the output folder .*file\/below/);
  });

  test('an output folder that holds a run already', async () => {
    const cwd = await folderWith({ 'samples.jsonl': 'measured before\n' });
    const { exitCode, stderr } = await inProcess(['run', 'smoke', '--out', '.'], cwd);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/already holds samples\.jsonl/);
  });
});

describe('serve is refused for', () => {
  test('an unknown workload, with what is known', async () => {
    expect(await refusalOf(['serve', 'testbde'])).toMatch(
      /unknown workload or scenario "testbde"[\s\S]*"testbed"/,
    );
  });

  test('a port that is none', async () => {
    for (const port of ['-1', '70000', 'http']) {
      expect(await refusalOf(['serve', 'small', `--port=${port}`])).toMatch(
        /Expected a port from 0 to 65535/,
      );
    }
  });
});

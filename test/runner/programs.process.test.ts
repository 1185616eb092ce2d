import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findLauncher, type Launcher } from '../../src/runner/program/program-marks.ts';
import { preparePrograms } from '../../src/runner/program/program-process.ts';
import { folderWith } from '../cli/command.ts';
import { needing } from '../clients/tools.ts';
import { hangs } from '../hangs.ts';
import { until } from '../until.ts';
import { untilGone } from './until-gone.ts';

const python = needing('python3');
const launched = python.skipped
  ? [['without a launcher', false] as const]
  : [['under the launcher', true] as const, ['without a launcher', false] as const];

const noLauncher: Launcher = { type: 'none', why: 'the test starts it without one' };

let found: Launcher;
beforeAll(async () => {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'tidemark-test-'));
  found = await findLauncher(scratch, new AbortController().signal);
  await rm(scratch, { recursive: true });
});

/** Runs a shell script as a program, in a folder where it may leave files. */
const runScript = async (
  text: string,
  { launcher = true, timeoutMs = hangs, signal = new AbortController().signal } = {},
) => {
  const folder = await folderWith();
  const scratch = await folderWith();
  const host = preparePrograms(scratch, launcher ? found : noLauncher);
  await writeFile(path.join(folder, 'program.sh'), text);
  const program = { command: ['/bin/sh', 'program.sh'], env: { GIVEN: 'by the scenario' }, folder };
  const life = await host.run(
    { ...program, traced: false, checked: true },
    { TIDEMARK_URL: 'http://127.0.0.1:1' },
    { timeoutMs, signal },
  );
  return { life, fileText: (name: string) => readFile(path.join(folder, name), 'utf8') };
};

test.each(launched)(
  'a program %s runs in its folder, with what it is told in its environment',
  async (_, launcher) => {
    const { life, fileText } = await runScript('echo "$GIVEN $TIDEMARK_URL" > told; test -d "$TMPDIR"', {
      launcher,
    });
    expect(life).toMatchObject({ type: 'ended', marks: { end: { type: 'exit', code: 0 } } });
    expect(await fileText('told')).toBe('by the scenario http://127.0.0.1:1\n');
  },
);

test.each(launched)('the exit code and the end of stderr of a program %s are kept', async (_, launcher) => {
  const { life } = await runScript('echo first >&2; echo last words >&2; exit 7', { launcher });
  expect(life).toMatchObject({
    type: 'ended',
    marks: { end: { type: 'exit', code: 7 } },
    stderr: 'first\nlast words\n',
  });
});

test.each(launched)('the signal that ended a program %s is told', async (_, launcher) => {
  const { life } = await runScript('kill -SEGV $$', { launcher });
  expect(life).toMatchObject({ type: 'ended', marks: { end: { type: 'signal', signal: 'SIGSEGV' } } });
});

test.each(launched)('a child that a program %s leaves behind ends with it', async (_, launcher) => {
  const { life, fileText } = await runScript('sleep 300 & echo $! > child', { launcher });
  expect(life).toMatchObject({
    type: 'ended',
    marks: { left: launcher && process.platform === 'linux' ? true : null },
  });
  await untilGone(await fileText('child'));
});

test.skipIf(python.skipped || process.platform !== 'linux')(
  'a child that a program waited for is in its marks, and none is told to be left',
  async () => {
    const { life } = await runScript('sleep 0; /bin/true & wait');
    expect(life).toMatchObject({ type: 'ended', marks: { left: false } });
  },
);

/** Runs a script that hangs, with a limit that lets it get as far as to say so: which one does depends on the machine. */
const cutShort = async (
  script: string,
  launcher: boolean,
  lastWords: string,
  timeoutMs = 500,
): ReturnType<typeof runScript> => {
  const run = await runScript(script, { launcher, timeoutMs });
  const hasSpoken = 'stderr' in run.life && run.life.stderr.includes(lastWords);
  return hasSpoken ? run : cutShort(script, launcher, lastWords, 2 * timeoutMs);
};

test.each(launched)('a program %s that hangs is ended with its children', async (_, launcher) => {
  const script = 'sleep 300 & echo $! > child; echo still here >&2; wait';
  const { life, fileText } = await cutShort(script, launcher, 'still here');
  expect(life).toEqual({ type: 'timeout', stderr: 'still here\n' });
  await untilGone(await fileText('child'));
});

test.each(launched)('a program %s is ended when the run is interrupted', async (_, launcher) => {
  const interruption = new AbortController();
  const marker = path.join(await folderWith(), 'started');
  const running = runScript(`echo > ${marker}; exec sleep 300`, { launcher, signal: interruption.signal });
  await until(() => expect(existsSync(marker)).toBe(true));
  interruption.abort();
  expect((await running).life).toEqual({ type: 'interrupted' });
});

test.skipIf(python.skipped)(
  python.named('a program that signals its own group ends by that itself'),
  async () => {
    const { life } = await runScript('trap "exit 5" TERM; kill -TERM 0; exit 6');
    expect(life).toMatchObject({ type: 'ended', marks: { end: { type: 'exit', code: 5 } } });
  },
);

test.skipIf(python.skipped)(
  python.named("the marks are the kernel's, of the largest process and of all time"),
  async () => {
    const { life } = await runScript(`python3 -c 'b = b"1" * 60_000_000'; exit 0`);
    if (life.type !== 'ended') throw new Error(life.type);
    const { peakRss = 0, wallTime, cpuTime } = life.marks.metrics;
    expect(peakRss).toBeGreaterThan(60e6);
    expect(peakRss).toBeLessThan(90e6);
    expect(wallTime).toBeGreaterThan(0);
    expect(cpuTime).toBeGreaterThan(0);
  },
);

test.skipIf(python.skipped)(
  python.named('how large the process that spawns is does not matter'),
  async () => {
    const ballast = Buffer.alloc(200_000_000, 1);
    const { life } = await runScript(`python3 -I -S -c 'b = b"1" * 20_000_000'`);
    if (life.type !== 'ended') throw new Error(life.type);
    expect(life.marks.metrics.peakRss).toBeLessThan(60e6);
    expect(ballast.length).toBe(200_000_000);
  },
);

test('without a launcher memory and processor time are not had, and the reason is told', async () => {
  const { life } = await runScript('exit 0', { launcher: false });
  const { why } = noLauncher;
  expect(life).toMatchObject({
    marks: { metrics: { wallTime: expect.any(Number) }, unavailable: { peakRss: why, cpuTime: why } },
  });
});

test.each([
  ['there is no python3', 'no-such-python', '', 'no python3 is on this machine'],
  [
    'it is a mere stand-in',
    'stand-in',
    'echo pyenv: no version is set >&2; exit 127',
    'pyenv: no version is set',
  ],
  ['it says nothing', 'silent', 'exit 1', 'could not start the launcher, and'],
])('why there is no launcher is told as it is: %s', async (_, name, script, why) => {
  const scratch = await folderWith({ [name]: `#!/bin/sh\n${script}\n` });
  const python = path.join(scratch, name);
  if (script !== '') await chmod(python, 0o755);
  else await rm(python);
  expect(await findLauncher(scratch, new AbortController().signal, [python])).toEqual({
    type: 'none',
    why: expect.stringContaining(why),
  });
});

test.skipIf(python.skipped)(
  python.named('a launcher that is missing is not taken for a missing python3'),
  async () => {
    const scratch = await folderWith();
    const launcher = await findLauncher(
      scratch,
      new AbortController().signal,
      ['python3'],
      path.join(scratch, 'launcher.py'),
    );
    expect(launcher).toMatchObject({
      type: 'none',
      why: expect.stringMatching(/^python3 could not.*launcher\.py/),
    });
  },
);

test('a program that nobody has installed is told from one that fails', async () => {
  const scratch = await folderWith();
  const host = preparePrograms(scratch, noLauncher);
  const program = {
    command: ['no-such-program-anywhere'],
    env: {},
    folder: scratch,
    traced: false,
    checked: true,
  };
  const { signal } = new AbortController();
  expect(await host.run(program, {}, { timeoutMs: hangs, signal })).toEqual({ type: 'not-installed' });
});

test.each(launched)('a file %s that cannot be executed has not been started', async (_, launcher) => {
  const scratch = await folderWith({ 'client.txt': 'no program' });
  const host = preparePrograms(scratch, launcher ? found : noLauncher);
  const program = { command: ['./client.txt'], env: {}, folder: scratch, traced: false, checked: true };
  const { signal } = new AbortController();
  expect(await host.run(program, {}, { timeoutMs: hangs, signal })).toMatchObject({
    type: 'ended',
    marks: { end: { type: 'not-started' } },
  });
});

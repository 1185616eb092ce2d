import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess } from './command.ts';

/** Once for all tests that ask about it: what a run over a few workflows came to, with these modules after naive. */
export const runOf = (modules: Readonly<Record<string, string>>, settings = '') => {
  const measure = async () => {
    const files = Object.entries(modules).map(([row, source]) => [nameOf(row), source] as const);
    const cwd = await folderWith({
      'mine.yaml': `name: mine\nworkload: small\nscale: 0.1\nsamples: 1\nmetrics: [wallTime, requests]\n${settings}strategies: [naive, ${Object.keys(modules).join(', ')}]\n`,
      ...Object.fromEntries(files),
    });
    const { exitCode, stderr } = await inProcess(['run', 'mine.yaml', '--out', 'out'], cwd);
    const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
    return { exitCode, stderr, row: (label: string) => run.results.find((result) => result.label === label) };
  };
  let measured: ReturnType<typeof measure> | undefined;
  return () => (measured ??= measure());
};

/** The module's file in a scenario's row: `./mine.ts`, or `{ ./mine.ts: … }`. */
const nameOf = (row: string): string => /[\w-]+\.ts/.exec(row)?.[0] ?? '';

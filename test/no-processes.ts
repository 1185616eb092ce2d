import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { expect } from 'vitest';

/*
 * Holds the rule that decides where a test belongs: one that starts a process says so in its file's name. Loaded before each
 * file of the fast tests.
 */

const refuse = (): never => {
  throw new Error(
    `${expect.getState().testPath} starts a process: name it *.process.test.ts, or *.system.test.ts where it takes long`,
  );
};

for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const) {
  Object.assign(childProcess, { [name]: refuse });
}
syncBuiltinESMExports();

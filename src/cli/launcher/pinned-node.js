// Plain JavaScript that an old Node can read: see tidemark.js.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { launcherVariable } from './owner.js';

const require = createRequire(import.meta.url);

/** @returns {string | null} the Node that the package pins; null where it is not installed, or not for this platform */
const findPinnedNode = () => {
  const platform = `-${process.platform}-${process.arch}`;
  const { optionalDependencies } = require('../../../package.json');
  const name = Object.keys(optionalDependencies).find((one) => one.endsWith(platform));
  try {
    return realpathSync(join(dirname(require.resolve(`${name}/package.json`)), 'bin', 'node'));
  } catch {
    return null;
  }
};

/**
 * Runs this command line again on the pinned Node. npm's scripts find it by themselves; a command that is started in any
 * other way is given whatever Node its user has, and heap figures depend on V8.
 *
 * @returns {Promise<number | null>} the exit code; null where this is the pinned Node, or where there is none that runs
 *   here (on Alpine, say): then this Node must do, and the report warns of it
 */
export const runOnPinnedNode = async () => {
  const file = findPinnedNode();
  if (file === null || file === realpathSync(process.execPath)) return null;
  // Meant for the user's Node, and another may refuse them. The report says that they were left out.
  const { NODE_OPTIONS: options, ...env } = process.env;
  const withheld = options === undefined ? {} : { TIDEMARK_WITHHELD: 'NODE_OPTIONS' };
  const child = spawn(file, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...env, ...withheld, [launcherVariable]: String(process.pid) },
  });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  try {
    return await new Promise((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    for (const signal of signals) process.removeListener(signal, passOn);
  }
};

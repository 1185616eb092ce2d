// Plain JavaScript that an old Node can read: see tidemark.js.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const { engines } = createRequire(import.meta.url)('../../../package.json');

/** The oldest Node that may start the command, and hand over to the pinned one: `engines` of package.json. */
const oldestStarter = engines.node.replace('>=', '');

/** The oldest that may measure by itself, where the pinned one is not installed: it strips types, and keeps them compiled. */
export const oldestMeasurer = '22.19';

/**
 * @typedef {object} Machine
 * @property {string} platform as process.platform
 * @property {string} node version of the Node that runs this
 * @property {boolean} hasProc whether /proc is there
 */

/** @returns {Machine} */
export const thisMachine = () => ({
  platform: process.platform,
  node: process.versions.node,
  hasProc: existsSync('/proc/self/status'),
});

/**
 * @param {Machine} machine
 * @returns {string | null} why Tidemark cannot be started here, in a sentence; null if it may be tried
 */
export const refusalToStart = ({ platform, node, hasProc }) => {
  if (platform === 'win32') {
    return 'tidemark does not run on Windows, whose processes have no groups and signals to end them by. Run it under WSL.';
  }
  if (platform === 'linux' && !hasProc) {
    return 'tidemark needs /proc, where Linux tells of memory and Node finds itself. Mount it: mount -t proc proc /proc';
  }
  if (isOlder(node, oldestStarter)) {
    return `tidemark needs Node ${oldestStarter} or later to start, and this is ${node}.`;
  }
  return null;
};

/**
 * @param {string} node
 * @returns {string | null} why this Node cannot measure, in a sentence; null if it can
 */
export const refusalToMeasure = (node) =>
  isOlder(node, oldestMeasurer)
    ? `tidemark needs Node ${oldestMeasurer} or later, and this is ${node}. Install it with its optional dependencies: they bring the Node that it measures with.`
    : null;

/**
 * @param {string} version
 * @param {string} than
 */
const isOlder = (version, than) => {
  const [a, b] = [version, than].map((one) => one.split('.').map((part) => Number.parseInt(part, 10)));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

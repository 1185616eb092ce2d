// Plain JavaScript that an old Node can read: see tidemark.js.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const { env, pid } = process;

/** Set by a launching Node for the one that it starts: its own id. */
export const launcherVariable = 'TIDEMARK_LAUNCHER';

const lookEveryMs = 200;
let launcher = 0;

/** For what this process becomes. */
export const ownerVariables = () => (launcher > 0 ? { [launcherVariable]: String(launcher) } : {});

/**
 * Sends this process SIGTERM when what it works for is gone, however that went: the Node that launched it, or the npm that
 * runs it as a script. A killed one passes on no signal, and npm none for a terminal that closes. Whoever is started from a
 * shell alone may outlive it, as nohup has it.
 */
export const endWithOwner = () => {
  launcher = Number(env[launcherVariable]);
  // Not for the subjects: whoever they start has no launcher.
  delete env[launcherVariable];
  const owners = launcher > 0 ? [{ child: pid, parent: launcher }] : ownersUnderNpm();
  if (owners.length === 0) return;
  const look = () => {
    if (owners.every(({ child, parent }) => parentOf(child) === parent)) return;
    clearInterval(timer);
    process.kill(pid, 'SIGTERM');
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  look();
};

/** npm starts a shell, which becomes the command or waits for it. */
const ownersUnderNpm = () => {
  const script = env.npm_lifecycle_script ?? '';
  const isOurs = /tidemark/.test(script) && !/(?:^|[^&])&\s*$/.test(script);
  const { ppid } = process;
  if (!isOurs || ppid === 1) return [];
  const direct = { child: pid, parent: ppid };
  const above = isShell(ppid) ? parentOf(ppid) : null;
  return above === null || above === 1 ? [direct] : [direct, { child: ppid, parent: above }];
};

const isShell = (/** @type {number} */ id) =>
  /^(?:\/\S*\/)?(?:ba|da|z|k|a)?sh\0/.test(textOf(`/proc/${id}/cmdline`));

/** @returns {number | null} null where the system does not tell it of others, or there is no such process */
const parentOf = (/** @type {number} */ id) => {
  if (id === pid) return process.ppid;
  // The second field, a name in parentheses, may hold spaces.
  const [, parent] = /^.*\) \S (\d+) /s.exec(textOf(`/proc/${id}/stat`)) ?? [];
  return parent === undefined ? null : Number(parent);
};

const textOf = (/** @type {string} */ file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../../errors/user-error.ts';
import { livingMaker, nextName, removeCgroup } from './memory-cgroup.ts';
import { harnessName } from './place.ts';

/** Puts a cgroup back as it was found. */
export type GiveBack = () => Promise<void>;

/**
 * Lets the children of this process's cgroup have limits of memory. Version 2 wants no process beside such children, but in
 * the root: what lives in the cgroup (this process among it) moves into a child of its own first, and back at the end, so
 * that `docker exec` finds the container as it was. Of several runs in one cgroup the last one puts it back: each has an
 * empty child as its mark while it lasts.
 *
 * @throws Error where memory is not handed down to this cgroup, or the rights to it are not
 */
export const delegateMemory = async (own: string): Promise<GiveBack> => {
  if (!wordsIn(path.join(own, 'cgroup.controllers')).includes('memory')) {
    throw new Error(`memory is not handed down to ${own}: its cgroup.controllers lacks it`);
  }
  for (const file of ['cgroup.procs', control]) accessSync(path.join(own, file), constants.W_OK);
  const mark = path.join(own, nextName());
  mkdirSync(mark);
  let isOurs = existsSync(path.join(own, harnessName));
  const giveBack = async (): Promise<void> => {
    await removeCgroup(mark);
    if (isOurs && !isUsedByOthers(own)) await putBack(own);
  };
  if (wordsIn(path.join(own, control)).includes('memory')) return giveBack;
  try {
    isOurs = true;
    handDown(own);
    return giveBack;
  } catch (thrown) {
    await giveBack();
    throw thrown;
  }
};

const control = 'cgroup.subtree_control';

const wordsIn = (file: string): string[] => readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);

/** A process that starts others meanwhile may leave some behind in the cgroup. */
const triesToMove = 20;

/** The child for the processes is also the sign that it was one of ours who did it, so it is made where none has to move. */
const handDown = (own: string): void => {
  for (let tries = 1; ; tries++) {
    mkdirSync(path.join(own, harnessName), { recursive: true });
    try {
      writeFileSync(path.join(own, control), '+memory');
      return;
    } catch (thrown) {
      if (codeOf(thrown) !== 'EBUSY' || tries === triesToMove) throw thrown;
    }
    moveProcesses(own, path.join(own, harnessName));
  }
};

const putBack = async (own: string): Promise<void> => {
  const harness = path.join(own, harnessName);
  try {
    writeFileSync(path.join(own, control), '-memory');
    // One that began just now has found it handed down, and relies on it.
    if (isUsedByOthers(own)) return handDown(own);
    if (!existsSync(harness)) return;
    for (
      let tries = 1;
      tries <= triesToMove && wordsIn(path.join(harness, 'cgroup.procs')).length > 0;
      tries++
    ) {
      moveProcesses(harness, own);
    }
    rmdirSync(harness);
  } catch (thrown) {
    process.emitWarning(
      `the cgroup ${own} could not be put back as it was, and its processes stay in ${harnessName} there: ${messageOf(thrown)}`,
    );
  }
};

const moveProcesses = (from: string, to: string): void => {
  for (const pid of wordsIn(path.join(from, 'cgroup.procs'))) {
    if (pid === '0') throw new Error(`processes of another container live in ${from}`);
    try {
      writeFileSync(path.join(to, 'cgroup.procs'), pid);
    } catch (thrown) {
      // It has ended meanwhile.
      if (codeOf(thrown) !== 'ESRCH') throw thrown;
    }
  }
};

const isUsedByOthers = (own: string): boolean => readdirSync(own).some((name) => livingMaker(name) !== null);

const codeOf = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException).code;

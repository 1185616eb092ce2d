import path from 'node:path';
import type { ProbedProcess } from '../../../record/messages/probed-process.ts';
import type { ProgramProcess } from '../../../record/messages/subject-report.ts';

/** Which of the processes that were read is the program, and what the others are. */
export interface Found {
  readonly program: ProbedProcess;
  /** All of them, the program first, then in the order in which they were started. */
  readonly processes: readonly ProgramProcess[];
  /** Whether others than the program and what only launched it held memory of their own. */
  readonly hasOthers: boolean;
}

/**
 * The program is the largest of its processes that is no launcher: what `npm run` needs is npm's, and of a program that starts
 * Workers in processes of their own the largest says what one must have. What it is called and how many there are beside it is told.
 *
 * @returns in a sentence why there is none
 */
export const programAmong = (read: readonly ProbedProcess[], launchers: RegExp): Found | string => {
  if (read.length === 0) return nobodyWrote;
  const isLauncher = ({ name, unseen }: ProbedProcess): boolean =>
    launchers.test(path.basename(name)) && unseen.children === true;
  const candidates = read.filter((one) => !isLauncher(one));
  const [first, ...rest] = candidates;
  if (first === undefined) {
    return `only ${read.map(({ name }) => name).join(', ')} ran in Node, and what it started did not`;
  }
  const program = rest.reduce((largest, one) => (sizeOf(one) > sizeOf(largest) ? one : largest), first);
  const others = read.filter((one) => one !== program);
  return {
    program,
    processes: [
      { name: program.name, role: 'program', metrics: program.metrics },
      ...others.map(
        (one): ProgramProcess => ({
          name: one.name,
          role: isLauncher(one) ? 'launcher' : 'other',
          metrics: one.metrics,
        }),
      ),
    ],
    hasOthers: candidates.length > 1 || program.unseen.children === true,
  };
};

const nobodyWrote =
  'no process of it wrote what was read inside: it was ended by a signal, has other NODE_OPTIONS of its own, or does not run in Node';

const sizeOf = ({ metrics: { peakLive, peakTotal, tracedPeak } }: ProbedProcess): number =>
  peakLive ?? peakTotal ?? tracedPeak ?? 0;

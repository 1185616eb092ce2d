import path from 'node:path';
import type { Ending, Watcher } from '../harness/measure-tasks.ts';
import type { Measured } from '../harness/run-scenario.ts';
import { notJudgedExitCode } from './exit-codes.ts';
import { interruptible } from './interruption.ts';
import { complain } from './terminal/print.ts';
import { createProgress } from './terminal/progress.ts';
import { tellEnding } from './terminal/tell-ending.ts';
import { tellOldNames } from './terminal/tell-old-names.ts';

/** A use case's result, and the exit code of a measurement that did not come to its end; 0 of one that did. */
interface Watched<T> {
  readonly result: T;
  readonly endingCode: number;
}

/** How what happens is told. */
interface Voice {
  /** Of a measurement that did not come to its end; returns the exit code. */
  readonly tell: (ending: Exclude<Ending, 'complete'>, folder: string) => number;
  /** What is to be known before anything is measured. */
  readonly notice: (lines: readonly string[]) => void;
}

const complainOf: Voice['notice'] = (lines) => complain(lines.map((line) => `${line}\n`).join(''));

/** Runs a use case under the eyes of a terminal: shows how far it is, tells what happens, passes interruptions on. */
export const watched = async <T>(
  isQuiet: boolean | undefined,
  work: (watcher: Watcher) => Promise<T>,
  { tell = tellEnding, notice = complainOf }: Partial<Voice> = {},
): Promise<Watched<T>> => {
  const progress = createProgress(process.stderr, isQuiet === true);
  let endingCode = 0;
  const onEvent: Watcher['onEvent'] = (event) => {
    if (event.type === 'notice') notice(event.lines);
    else if (event.type === 'renamed') tellOldNames(event.oldNames);
    else if (event.type !== 'ended') progress.show(event);
    else {
      progress.end();
      if (event.ending !== 'complete') endingCode = tell(event.ending, event.folder);
    }
  };
  const result = await interruptible((signal) => work({ signal, onEvent }), progress.end);
  return { result, endingCode };
};

/** Of a scenario that was measured, or not to its end. */
export const exitCodeOf = ({ result: { ending, reported }, endingCode }: Watched<Measured>): number => {
  if (ending !== 'complete') return endingCode;
  return reported === null ? notJudgedExitCode : reported.verdict.exitCode;
};

/** The page that a person opens, as the last line of a run; it leads to the reports of the named measurements. */
export const reportPath = (folder: string): string =>
  `${path.relative('', path.join(folder, 'report.html'))}\n`;

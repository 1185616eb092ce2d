import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { LiveSearch } from '../../record/messages/live-grain.ts';
import { firstSearch } from '../../record/messages/live-grain.ts';
import type { ProbeTask } from '../../record/messages/probe-task.ts';
import type { ProbedProcess } from '../../record/messages/probed-process.ts';
import { collectorBy } from '../probes/collector.ts';
import { startHeapProbe } from '../probes/heap-probe.ts';
import { startLiveProbe } from '../probes/live-probe.ts';
import type { ProbeReading } from '../probes/probe.ts';
import { readResident, watchOthers } from '../probes/unseen.ts';
import { answerAt } from './answers.ts';
import { startCourseProbe } from './course-probe.ts';

/**
 * Starts the probe of a task in this process, and writes what it has read when the process ends: by itself, by process.exit or by
 * an exception. One that a signal ends writes nothing. What the program does in its own listeners of `exit` is not read any more.
 */
export const probeProgram = ({ purpose, folder, flags, search, searchOf, answers }: ProbeTask): void => {
  const startedIn = process.cwd();
  for (const flag of flags) v8.setFlagsFromString(flag);
  const othersStarted = watchOthers();
  const before = readResident();
  const start = {
    pilot: () => startCourseProbe(before),
    heap: () => startHeapProbe(before),
    live: () => {
      const known: LiveSearch = searchOf === nameIn(startedIn) ? search : firstSearch;
      return startLiveProbe(known, before, collectorBy(takeCollect()));
    },
    // It only answers.
    stretches: () => null,
  } satisfies Readonly<Record<ProbeTask['purpose'], () => { readonly stop: () => ProgramReading } | null>>;
  const probe = start[purpose]();
  if (answers) answerAt(path.join(folder, `${process.pid}.sock`), takeCollect());
  if (probe === null) return;
  const read = (): ProbedProcess => {
    const { metrics, precision, timeline = [], resident = null }: ProgramReading = probe.stop();
    return {
      pid: process.pid,
      name: nameIn(startedIn),
      version: `Node ${process.versions.node}`,
      startedAt: Math.round(performance.timeOrigin),
      metrics,
      precision: precision ?? null,
      timeline: [...timeline],
      unseen: { ...othersStarted(), resident },
    };
  };
  process.once('exit', () => write(folder, read()));
};

type ProgramReading = ProbeReading & { readonly precision?: 'fine' | 'coarse' };

/** Whole or not at all: a full disk is no reason for the program to fail, and without a file the harness says that there is none. */
const write = (folder: string, process_: ProbedProcess): void => {
  const file = path.join(folder, `${process_.pid}-${process_.startedAt}.json`);
  try {
    writeFileSync(`${file}.tmp`, JSON.stringify(process_));
    renameSync(`${file}.tmp`, file);
  } catch {
    return;
  }
};

/** What the process runs. A file outside the folder is called by its own name: a path would be of this machine. */
const nameIn = (folder: string): string => {
  const [, script] = process.argv;
  if (script === undefined) return '[eval]';
  const place = path.relative(folder, path.resolve(folder, script));
  return place.startsWith('..') || place.includes('node_modules') ? path.basename(script) : place;
};

/**
 * V8's own call to collect, of a context that nobody else sees: a program that finds a `gc` among its globals may use it.
 * The flag is taken back, or contexts and Workers that the program makes would have one.
 */
const takeCollect = (): NonNullable<typeof globalThis.gc> => {
  v8.setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;
  v8.setFlagsFromString('--no-expose-gc');
  return collect;
};

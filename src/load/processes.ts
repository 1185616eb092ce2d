import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** What the kernel tells of a process group: bytes and milliseconds. */
export interface GroupUse {
  /** Resident memory of all its processes, together. */
  readonly resident: number;
  /** The mark of the largest. */
  readonly peak: number;
  /** Processor time so far, of ended processes too that were waited for. */
  readonly cpuMs: number;
}

/** Ticks of the kernel's clock, the same on every Linux. */
const tickMs = 10;

/** Null where there is no /proc, or nobody is left in the group. */
export const useOf = (group: number): GroupUse | null => {
  const members = membersOf(group);
  if (members.length === 0) return null;
  const told = members.flatMap(({ pid, ticks }) => {
    const status = textOf(`/proc/${pid}/status`);
    return status === null
      ? []
      : [{ resident: kilobytesIn(status, 'VmRSS'), peak: kilobytesIn(status, 'VmHWM'), ticks }];
  });
  return {
    resident: told.reduce((sum, { resident }) => sum + resident, 0),
    peak: Math.max(0, ...told.map(({ peak }) => peak)),
    cpuMs: tickMs * told.reduce((sum, { ticks }) => sum + ticks, 0),
  };
};

/** Has the marks of the group's processes begin from what is resident now. Where the kernel refuses, they tell of the start too. */
export const resetPeaks = (group: number): void => {
  for (const { pid } of membersOf(group)) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // Ended, or of a user of its own.
    }
  }
};

const everyMs = 50;
const within = { readings: 6, share: 0.01, tries: 100 };

/** What is resident when it has stayed within 1 % for a quarter of a second, or after five seconds. Null as of `useOf`. */
export const settledUse = async (group: number): Promise<GroupUse | null> => {
  const last: number[] = [];
  for (let i = 1; ; i++) {
    const use = useOf(group);
    if (use === null) return null;
    last.push(use.resident);
    const recent = last.slice(-within.readings);
    const isSteady =
      recent.length === within.readings &&
      Math.max(...recent) - Math.min(...recent) <= within.share * Math.max(...recent);
    if (isSteady || i === within.tries) return use;
    await setTimeout(everyMs);
  }
};

const membersOf = (group: number): { readonly pid: string; readonly ticks: number }[] => {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      // man 5 proc_pid_stat: the name in brackets may hold anything; the state is the third field.
      const fields =
        textOf(`/proc/${pid}/stat`)
          ?.replace(/^.*\) /s, '')
          .split(' ') ?? [];
      const [state, , pgrp] = fields;
      if (Number(pgrp) !== group || state === 'Z' || state === 'X') return [];
      return [{ pid, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) }];
    });
};

const kilobytesIn = (status: string, name: string): number =>
  1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

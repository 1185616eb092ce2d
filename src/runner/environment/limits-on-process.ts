import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { EnvironmentLimits } from '../../record/journal/journal.ts';
import { ownMemoryLimit } from '../limits/container/limits-in-force.ts';
import { readChild } from '../processes/child-process.ts';
import { ownEnvironment } from '../processes/process-environment.ts';

/**
 * The limits around what is measured. V8 sizes its heap by the memory that the container leaves it, and collects by that
 * size: in 512 MiB the same strategy's peakHeap was a fifth less.
 */
export const limitsOnProcess = async (signal: AbortSignal): Promise<EnvironmentLimits> => {
  const cgroup = ownMemoryLimit()?.bytes ?? null;
  return {
    heap: await heapLimit(signal),
    // Beyond the machine's memory it limits nothing.
    memory: cgroup !== null && cgroup < os.totalmem() ? cgroup : null,
    ...ulimitsIn(textOfLimits()),
  };
};

/** As a subject without flags has it: this process may have got flags that its subjects do not. */
const heapLimit = async (signal: AbortSignal): Promise<number | null> => {
  const script = 'process.stdout.write(String(v8.getHeapStatistics().heap_size_limit))';
  const { exitCode, stdout } = await readChild(process.execPath, ['-e', script], {
    env: ownEnvironment(),
    timeoutMs: 60_000,
    signal,
  });
  return exitCode === 0 ? Number(stdout) : null;
};

/** Of the address space and of the data, from the text of /proc/self/limits; null for none. */
export const ulimitsIn = (text: string): Pick<EnvironmentLimits, 'addressSpace' | 'data'> => {
  const bytesOf = (what: string): number | null => {
    const soft = new RegExp(`^Max ${what} +(\\d+) `, 'm').exec(text)?.[1];
    return soft === undefined ? null : Number(soft);
  };
  return { addressSpace: bytesOf('address space'), data: bytesOf('data size') };
};

/** Empty where there is no /proc. */
const textOfLimits = (): string => {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
};

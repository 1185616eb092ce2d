import { readFileSync } from 'node:fs';
import { messageOf } from '../../errors/user-error.ts';
import type { ProbeReading } from './probe.ts';

/**
 * VmHWM, the kernel's own mark. Not `process.resourceUsage().maxRSS`, which starts from the resident size of the
 * process that spawned this one.
 */
export const readPeakRss = (): ProbeReading => {
  try {
    const bytes = peakRssIn(readFileSync('/proc/self/status', 'utf8'));
    if (bytes !== undefined) return { metrics: { peakRss: bytes }, unavailable: {} };
    return { metrics: {}, unavailable: { peakRss: '/proc/self/status has no VmHWM' } };
  } catch (thrown) {
    const reason = `the kernel's mark is only in Linux's /proc (${process.platform}: ${messageOf(thrown)})`;
    return { metrics: {}, unavailable: { peakRss: reason } };
  }
};

/** @returns bytes; undefined for a status without the mark */
export const peakRssIn = (status: string): number | undefined => {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
};

import { readFileSync } from 'node:fs';
import { messageOf } from '../../errors/user-error.ts';
import type { ProbeReading } from './probe.ts';
import { peakRssIn } from './unseen.ts';

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

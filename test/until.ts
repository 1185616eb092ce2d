import { vi } from 'vitest';
import { hangs } from './hangs.ts';

/** Waits until a check no longer throws, for as long as the machine takes, and returns what it returned. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: hangs, interval: 20 });

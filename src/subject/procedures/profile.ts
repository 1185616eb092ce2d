import { writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import { UserError } from '../../errors/user-error.ts';
import type { SubjectTask } from '../../record/messages/subject.ts';
import type { MemoryReading } from '../../record/messages/subject-report.ts';
import { readMemory } from '../probes/heap-probe.ts';
import type { Procedure } from './procedure.ts';

/** Bytes between two samples on average: 30 MB are 1,800 samples, and a function that holds 1 MB is known within 13 %. */
const sampleInterval = 16 * 1024;
const stackDepth = 64;

/**
 * One cycle under V8's sampling heap profiler until so many documents are processed; what is alive then is written.
 * Needs --expose-gc; an Error without it, and a UserError on a Node without the profiler.
 */
export const profileAt =
  ({ boundary, profilePath }: Extract<SubjectTask, { purpose: 'profile' }>): Procedure =>
  async (cycle) => {
    const collect = globalThis.gc;
    if (collect === undefined) throw new Error('a profile needs --expose-gc');
    if (v8.startHeapProfile === undefined) {
      throw new UserError(`Node ${process.versions.node} has no v8.startHeapProfile, which came with 26.1`);
    }
    collect();
    const profiler = v8.startHeapProfile({ sampleInterval, stackDepth });
    const take = (): MemoryReading => {
      collect();
      const alive = readMemory();
      writeFileSync(profilePath, profiler.stop());
      return alive;
    };
    let documents = 0;
    let alive: MemoryReading | null = null;
    const consumer = await cycle(() => {
      if (alive !== null) return;
      documents += 1;
      if (documents === boundary) alive = take();
    });
    alive ??= take();
    return { metrics: {}, unavailable: {}, detail: { kind: 'profile', documents, alive }, consumer };
  };

import { readMemory } from '../probes/heap-probe.ts';
import { type Procedure, sameReport } from './procedure.ts';

/** Cycle after cycle in one process, and after each what is still alive. Needs --expose-gc; an Error without it. */
const cycles: Procedure = async (cycle, count) => {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('cycles need --expose-gc');
  const first = await cycle();
  // Has its room before the first reading, so that it grows by nothing.
  const liveBytes = new Float64Array(count);
  for (let number = 1; number <= count; number++) {
    if (number > 1) sameReport(first, await cycle(), number);
    // What a collection only marks as dead (buffers, weak references' targets) the next one gives back.
    for (let i = 0; i < 2; i++) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { heap, external } = readMemory();
    liveBytes[number - 1] = heap + external;
  }
  return {
    metrics: {},
    unavailable: {},
    detail: { kind: 'cycles', liveBytes: [...liveBytes] },
    consumer: first,
  };
};

export default cycles;

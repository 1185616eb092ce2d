import type { Procedure } from './procedure.ts';

/** One cycle with nothing around it: that it survives its heap limit is all that is asked. */
const floor: Procedure = async (cycle) => ({
  metrics: {},
  unavailable: {},
  detail: { kind: 'none' },
  consumer: await cycle(),
});

export default floor;

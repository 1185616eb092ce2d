import { startHeapProbe } from '../probes/heap-probe.ts';
import { underProbe } from './procedure.ts';

export default underProbe(startHeapProbe);

import { startLiveProbe } from '../probes/live-probe.ts';
import { underProbe } from './procedure.ts';

export default underProbe(startLiveProbe);

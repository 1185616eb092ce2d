import { startPilotProbe } from '../probes/pilot-probe.ts';
import { underProbe } from './procedure.ts';

export default underProbe(startPilotProbe);

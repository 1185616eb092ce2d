import type { Finding, Form } from '../record/finding.ts';
import type { MeasureEvent } from '../runner/measure.ts';
import { checkFalseAlarms, checkSensitivity } from './comparisons.ts';
import { type Instrument, withInstrument } from './instrument.ts';
import { checkLeaks } from './leaks.ts';
import { checkPeaks } from './peaks.ts';
import { checkFloor, checkRetention } from './retention.ts';
import { checkWeight } from './weight.ts';

const checks: readonly ((instrument: Instrument, form: Form) => Promise<Finding[]>)[] = [
  checkRetention,
  checkFloor,
  checkPeaks,
  checkLeaks,
  checkFalseAlarms,
  checkSensitivity,
  checkWeight,
];

/** Measures subjects whose memory is known, and tells each answer as soon as it is there. */
export async function* selftest(
  form: Form,
  signal: AbortSignal,
  onEvent: (event: MeasureEvent) => void,
): AsyncGenerator<Finding, void, undefined> {
  for (const check of checks) {
    yield* await withInstrument(signal, onEvent, (instrument) => check(instrument, form));
  }
}

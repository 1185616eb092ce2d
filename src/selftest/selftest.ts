import { messageOf } from '../errors/user-error.ts';
import type { Finding, Form } from '../record/checks/finding.ts';
import type { MeasureEvent } from '../runner/measure.ts';
import { checkFalseAlarms, checkSensitivity } from './comparisons.ts';
import { checkDifferences } from './differences.ts';
import { type Instrument, withInstrument } from './instrument.ts';
import { checkLeaks } from './leaks.ts';
import { checkPeaks } from './peaks.ts';
import { checkPrograms } from './programs.ts';
import { checkLowestHeap, checkRetention } from './retention.ts';
import { checkUnseen } from './unseen.ts';
import { checkWeight } from './weight.ts';

type Check = (instrument: Instrument, form: Form) => Promise<readonly Finding[]>;

/** By what each asks about. */
const checks: Readonly<Record<string, Check>> = {
  'what is held': checkRetention,
  'known differences': checkDifferences,
  'strategy and program': checkPrograms,
  'the lowest heap limit': checkLowestHeap,
  'what is not seen': checkUnseen,
  'peaks and garbage': checkPeaks,
  leaks: checkLeaks,
  'false alarms': checkFalseAlarms,
  sensitivity: checkSensitivity,
  'the weight of the probes': checkWeight,
};

/** Measures subjects whose memory is known, and tells the answers of each check when it has ended. */
export async function* selftest(
  form: Form,
  signal: AbortSignal,
  onEvent: (event: MeasureEvent) => void,
): AsyncGenerator<Finding, void, undefined> {
  for (const [name, check] of Object.entries(checks)) {
    yield* await withInstrument(signal, onEvent, (instrument) =>
      findingsOf(name, () => check(instrument, form), signal),
    );
  }
}

/**
 * A check that cannot be made is an answer that does not hold, and the others go on: a table that ends early would hide
 * them. The error is thrown on where the selftest was to end.
 */
export const findingsOf = async (
  name: string,
  check: () => Promise<readonly Finding[]>,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  try {
    return await check();
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const measured = `could not be measured: ${messageOf(thrown)}`;
    return [{ check: name, truth: '', measured, error: '', tolerance: '', holds: false }];
  }
};

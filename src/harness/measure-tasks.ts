import { watchCode } from '../runner/environment/code-watch.ts';
import { FolderTaken } from '../runner/files/journal-file.ts';
import { type MeasureEvent, measure } from '../runner/measure.ts';
import type { OldName } from '../scenario/case.ts';
import type { Measurement } from '../scenario/scenario.ts';
import { type RoundOver, watchRounds } from './watch-rounds.ts';

/** Who has a use case at work: is told what happens, and may interrupt it. */
export interface Watcher {
  readonly signal: AbortSignal;
  readonly onEvent: (event: HarnessEvent) => void;
}

type HarnessEvent =
  | MeasureEvent
  | RoundOver
  /** The measuring is over; the reports come next, which may fail by themselves. */
  | { readonly type: 'ended'; readonly ending: Ending; readonly folder: string }
  /** Something to be known before it is measured, a line each. */
  | { readonly type: 'notice'; readonly lines: readonly string[] };

export interface Task {
  readonly measurement: Measurement;
  /** Where its journal goes. */
  readonly folder: string;
}

/** `nothing measured`: it was interrupted before the first sample. */
export type Ending = 'complete' | 'interrupted' | 'nothing measured' | { readonly thrown: unknown };

/**
 * Measures one after another until all are done, one breaks off, or the signal interrupts, and tells so. Never throws.
 * @param folder what the end is told of
 */
export const measureTasks = async (
  tasks: readonly Task[],
  folder: string,
  watcher: Watcher,
): Promise<Ending> => {
  const oldNames = tasks[0]?.measurement.oldNames ?? [];
  if (oldNames.length > 0) watcher.onEvent({ type: 'renamed', oldNames });
  // Told once, and where no progress is shown any more.
  const met = new Map<string, OldName>();
  const roundOver = watchRounds();
  const onEvent = (event: MeasureEvent): void => {
    const over = roundOver(event);
    if (over !== null) watcher.onEvent(over);
    if (event.type === 'renamed') for (const oldName of event.oldNames) met.set(oldName.was, oldName);
    else watcher.onEvent(event);
  };
  const ending = await measureAll(tasks, { signal: watcher.signal, onEvent });
  watcher.onEvent({ type: 'ended', ending, folder });
  if (met.size > 0) watcher.onEvent({ type: 'renamed', oldNames: [...met.values()] });
  return ending;
};

/** The same, where nobody waits for the end to be told. */
export const measureAll = async (
  tasks: readonly Task[],
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: (event: MeasureEvent) => void },
): Promise<Ending> => {
  let isMeasured = false;
  try {
    const watch = watchCode(tasks.map(({ measurement }) => measurement));
    for (const { measurement, folder } of tasks) {
      if (signal.aborted) break;
      for await (const event of measure(measurement, folder, signal, { watch })) {
        onEvent(event);
        isMeasured ||= event.type === 'sampled';
      }
    }
  } catch (thrown) {
    // What an interruption sets off is no failure.
    if (!signal.aborted) return { thrown };
  }
  if (!signal.aborted) return 'complete';
  return isMeasured ? 'interrupted' : 'nothing measured';
};

/** Whether the folder is another run's: nothing of this one is there to be reported. */
export const isTaken = (ending: Ending): boolean =>
  typeof ending === 'object' && ending.thrown instanceof FolderTaken;

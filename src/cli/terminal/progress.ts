import ora from 'ora';
import type { RoundOver } from '../../harness/watch-rounds.ts';
import type { Sample } from '../../record/journal/sample.ts';
import { toPlainLine, toTerminal } from '../../report/escape.ts';
import { loadInWords } from '../../report/model/run-words.ts';
import { renderTerminalRound } from '../../report/terminal/terminal.ts';
import { cutMiddle } from '../../report/terminal/text-width.ts';
import type { MeasureEvent } from '../../runner/measure.ts';
import type { PlannedSample } from '../../runner/plan.ts';
import { formatBytes } from '../../units/bytes.ts';
import { formatDuration, formatWait } from '../../units/durations.ts';
import { formatCount } from '../../units/numbers.ts';
import { terminalOf } from './terminal-style.ts';

/** Shows what is being measured, how far the run is, and how long it still takes. */
export interface Progress {
  readonly show: (event: MeasureEvent | RoundOver) => void;
  readonly end: () => void;
}

type Stream = NodeJS.WriteStream;

/** A line that changes where the terminal can; a line a sample elsewhere; nothing at all when quiet. */
export const createProgress = (stream: Stream, quiet: boolean): Progress => {
  if (quiet) return { show: () => {}, end: () => {} };
  const terminal = terminalOf(stream);
  return terminal.rewrites ? createSpinner(stream, terminal.colour) : createLines(stream);
};

const createSpinner = (stream: Stream, colour: boolean): Progress => {
  // Whether it can spin is decided: left to itself it shows nothing at all where it cannot, and colours always.
  const spinner = ora({ stream, discardStdin: false, isEnabled: true, color: colour && 'cyan' });
  // The spinner itself takes two columns, and the last one stays free.
  const fitting = (text: string): string => cutMiddle(toPlainLine(text), terminalOf(stream).width - 3);
  // Made so small that it could not be cleared, it is left alone.
  const onResize = (): void => {
    if (!terminalOf(stream).rewrites) spinner.stop();
  };
  stream.on('resize', onResize);
  const clock = createClock();
  let known = '';
  const tell = (text: string): void => {
    spinner.text = `${fitting(text)}${known}`;
  };
  return {
    show: (event) => {
      if (event.type === 'round') {
        known = tableBelow(event, stream);
        return;
      }
      clock.note(event);
      if (event.type === 'planned') {
        known = '';
        spinner.start(fitting(describePlan(event)));
      } else if (event.type === 'warming') tell('warm-up: compiling modules');
      else if (event.type === 'sampling') tell(describeSampling(event.planned, event.index, clock));
    },
    end: () => {
      spinner.stop();
      stream.off('resize', onResize);
    },
  };
};

/** What is known, below the line that changes; nothing where the terminal has no room for all of it. */
export const tableBelow = ({ run, round, rounds }: RoundOver, stream: Partial<Stream>): string => {
  const { width, colour } = terminalOf(stream);
  // The last column stays free, and the last line is the cursor's.
  const table = toTerminal(renderTerminalRound(run(), round, rounds, { width: width - 1, colour })).trimEnd();
  const lines = table.split('\n').length + 3;
  return lines < (stream.rows ?? 0) ? `\n\n${table}\n` : '';
};

const createLines = (stream: Stream): Progress => {
  const clock = createClock();
  return {
    show: (event) => {
      if (event.type === 'round') return;
      clock.note(event);
      if (event.type === 'planned') stream.write(`${describePlan(event)}\n`);
      else if (event.type === 'warmed')
        stream.write(`warm-up: modules compiled in ${formatDuration(event.tookMs)}\n`);
      else if (event.type === 'sampled') {
        const took = formatDuration(event.tookMs);
        stream.write(
          `[${event.index + 1}/${clock.total()}] ${describe(event.sample)} ${outcomeOf(event.sample)} in ${took}${remaining(clock)}\n`,
        );
      }
    },
    end: () => {},
  };
};

const describePlan = ({ header, samples }: Extract<MeasureEvent, { type: 'planned' }>): string => {
  const { scenario, workload, rows } = header;
  const isOfServers = rows.every(({ program }) => program?.server !== undefined);
  const [load] = loadInWords(scenario);
  const over =
    scenario.target === true
      ? 'what a real service holds'
      : isOfServers && load !== undefined
        ? load
        : workload.items === 0
          ? `what ${workload.name} serves`
          : `${formatCount(workload.items)} ${header.case.words.items}${workload.bytes > 0 ? `, ${formatBytes(workload.bytes)} of JSON` : ''}`;
  return `${toPlainLine(scenario.name)}: ${samples} samples over ${over}`;
};

const describeSampling = (planned: PlannedSample, index: number, clock: Clock): string =>
  `[${index + 1}/${clock.total()}] ${describe({ ...planned, label: planned.row.label })}${remaining(clock)}`;

const describe = ({ label, purpose, round }: { label: string; purpose: string; round: number }): string =>
  `${toPlainLine(label)} · ${purpose} · round ${round}`;

const outcomeOf = ({ outcome }: Sample): string =>
  outcome.status === 'completed' ? 'completed' : `failed (${outcome.failure.kind})`;

const remaining = (clock: Clock): string => {
  const wait = clock.remainingMs();
  return wait === null ? '' : ` · about ${formatWait(wait)} left`;
};

/** Estimates from the mean time of the samples so far: rounds hold all strategies, so the mean settles after one. Warm-up is no sample's. */
interface Clock {
  readonly note: (event: MeasureEvent) => void;
  readonly total: () => number;
  /** Null before the first sample has ended, and after the last. */
  readonly remainingMs: () => number | null;
}

const createClock = (): Clock => {
  let total = 0;
  let taken = 0;
  let spentMs = 0;
  return {
    note: (event) => {
      if (event.type === 'planned') total = event.samples;
      else if (event.type === 'sampled') {
        taken += 1;
        spentMs += event.tookMs;
      }
    },
    total: () => total,
    remainingMs: () => (taken === 0 || taken === total ? null : (spentMs / taken) * (total - taken)),
  };
};

import { median } from 'simple-statistics';
import type { Run } from '../record/run.ts';
import { type Backlog, type Forecast, type Prediction, predictRow } from './predict.ts';

/** How a service's limit is looked at: what it is given, and by which runs of it. */
export interface LimitedService {
  readonly service: string;
  readonly limitBytes: number;
  /** Items that it has today. */
  readonly backlog: number;
  readonly metric: Prediction['metric'];
  /** Of one scenario, in several sizes or one. */
  readonly runs: readonly Run[];
  /** A row each: what the present code does, and what could be done instead. */
  readonly today: DescribedRow;
  readonly remedies: readonly DescribedRow[];
}

interface DescribedRow {
  /** Its label. */
  readonly row: string;
  /** What it does, in words. */
  readonly is: string;
}

/** What a row needs for so many items. */
export interface Need {
  readonly items: number;
  readonly bytes: number;
  /** The range of what was read there, or the interval of one more reading. */
  readonly range: readonly [number, number];
  readonly known: 'measured' | 'predicted';
  readonly verdict: LimitVerdict;
}

/** `open`: the limit lies within the range. */
type LimitVerdict = 'exceeds' | 'fits' | 'open';

export interface RowNeeds extends DescribedRow {
  readonly today: Forecast<Need>;
  readonly twice: Forecast<Need>;
  /** The largest backlog that the limit has room for. */
  readonly room: Forecast<Backlog>;
  /** Bytes an item, 0 where it is not seen to grow; null where no line could be drawn. */
  readonly slope: number | null;
}

export interface ServiceNeeds extends Pick<LimitedService, 'service' | 'limitBytes' | 'backlog' | 'metric'> {
  readonly today: RowNeeds;
  readonly remedies: readonly RowNeeds[];
}

/** What a service needs for today's backlog and for twice that, as it is and with each remedy, against its limit. */
export const needsOf = ({ today, remedies, ...asked }: LimitedService): ServiceNeeds => ({
  service: asked.service,
  limitBytes: asked.limitBytes,
  backlog: asked.backlog,
  metric: asked.metric,
  today: rowNeeds(asked, today),
  remedies: remedies.map((remedy) => rowNeeds(asked, remedy)),
});

type Asked = Omit<LimitedService, 'today' | 'remedies'>;

const rowNeeds = (asked: Asked, described: DescribedRow): RowNeeds => {
  const { runs, metric, limitBytes, backlog } = asked;
  const sizes = [backlog, 2 * backlog];
  const prediction = predictRow(runs, described.row, metric, { items: sizes, limits: [limitBytes] });
  const [today, twice] = sizes.map((items) => needFor(asked, described.row, items, prediction)) as [
    Forecast<Need>,
    Forecast<Need>,
  ];
  const [room] = prediction.backlog;
  return {
    ...described,
    today,
    twice,
    room: room?.answer ?? { refused: 'nothing was asked' },
    slope: prediction.fit === null ? null : growthOf(prediction.fit),
  };
};

/** A slope whose interval holds 0, or lies below, is no growth. */
const growthOf = ({ slope, slopeCi95: [low] }: NonNullable<Prediction['fit']>): number =>
  low <= 0 ? 0 : slope;

/** What was read at this size; else what the line through the others says. */
const needFor = (
  { runs, metric, limitBytes }: Asked,
  row: string,
  items: number,
  { memory }: Prediction,
): Forecast<Need> => {
  const read = runs
    .filter(({ workload }) => workload.items === items)
    .flatMap(({ results }) => results.filter(({ label }) => label === row))
    .flatMap(({ metrics, doubts }) =>
      doubts?.[metric] === undefined ? (metrics[metric]?.values ?? []) : [],
    );
  if (read.length > 0) {
    return needOf(items, median(read), [Math.min(...read), Math.max(...read)], 'measured', limitBytes);
  }
  const answer = memory.find((one) => one.items === items)?.answer ?? { refused: 'nothing was asked' };
  return 'refused' in answer ? answer : needOf(items, answer.bytes, answer.ci95, 'predicted', limitBytes);
};

const needOf = (
  items: number,
  bytes: number,
  range: Need['range'],
  known: Need['known'],
  limitBytes: number,
): Need => ({ items, bytes, range, known, verdict: against(limitBytes, range) });

const against = (limitBytes: number, [low, high]: Need['range']): LimitVerdict => {
  if (low > limitBytes) return 'exceeds';
  return high <= limitBytes ? 'fits' : 'open';
};

import type { Need, RowNeeds, ServiceNeeds } from '../analysis/limits.ts';
import type { Backlog, Forecast } from '../analysis/predict.ts';
import { metrics } from '../record/metrics.ts';
import type { Run } from '../record/run.ts';
import { formatBytes, formatLimit } from '../units/bytes.ts';
import { formatCount } from '../units/numbers.ts';
import { formatRange } from '../units/quantity.ts';
import { machineLines, startLine } from './model/environment-words.ts';
import {
  absent,
  type Block,
  type Cell,
  type Column,
  labelThenFigures,
  list,
  plain,
  type Report,
  reportOf,
  section,
  type Table,
  table,
  text,
  toned,
} from './model/report.ts';

export interface ShownService {
  readonly needs: ServiceNeeds;
  /** Where its limit and backlog are from, and what is left out. */
  readonly sources: readonly string[];
  /** Each with its folder, relative to the description. Not empty. */
  readonly runs: readonly { readonly folder: string; readonly run: Run }[];
}

export interface LimitsReport {
  readonly name: string;
  /** The question. */
  readonly description: string;
  /** What holds of all services. */
  readonly notes: readonly string[];
  readonly services: readonly ShownService[];
}

/** What services need for their backlogs, against the limits that they are given. */
export const reportOfLimits = ({ name, description, notes, services }: LimitsReport): Report =>
  reportOf(
    name,
    [text(description, 'question'), text(answerOf(services), 'strong'), ...remedyBlocks(services)],
    [
      section('needs', 'What each needs', [
        table('', todayTable(services)),
        table('What it would need', remedyTable(services)),
        list(services.flatMap(refusalsOf)),
        text(legend),
      ]),
      section('measured', 'What was measured', [list(services.flatMap(measuredLines))]),
      section('sources', 'Sources, and what is left out', [
        list([
          ...services.flatMap(({ needs, sources }) => sources.map((source) => `${needs.service}: ${source}`)),
          ...notes,
        ]),
      ]),
      section('environment', 'Environment', [list(environmentsOf(services))], 'detail'),
    ],
  );

const legend =
  'Measured: the median of what was read at that backlog, with its range. Predicted: by a straight line through the sizes that were measured, with the interval in which 95 of 100 further readings lie. Room: the largest backlog whose interval still lies within the limit.';

/** Which service exceeds its limit, and at which backlog; who stays within it; what is open. */
const answerOf = (services: readonly ShownService[]): string => {
  const told = services.map(fateOf);
  const of = (kind: Fate['kind']): string[] =>
    told.filter((one) => one.kind === kind).map(({ words }) => words);
  const within = of('within');
  const parts = [
    ...of('today'),
    ...of('twice'),
    ...(within.length === 0
      ? []
      : [
          within.length === services.length
            ? "no service exceeds its limit, even at twice today's backlog"
            : `within the limit at twice today's backlog: ${within.join(', ')}`,
        ]),
    ...of('open'),
  ];
  const sentence = `${parts.join('; ')}.`;
  // A name is written as it is.
  return services.some(({ needs }) => sentence.startsWith(needs.service))
    ? sentence
    : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
};

interface Fate {
  readonly kind: 'today' | 'twice' | 'within' | 'open';
  readonly words: string;
}

const fateOf = ({ needs: { service, limitBytes, today: row }, runs }: ShownService): Fate => {
  const limit = `its limit of ${formatLimit(limitBytes)}`;
  for (const [kind, need] of [
    ['today', row.today],
    ['twice', row.twice],
  ] as const) {
    if ('refused' in need)
      return { kind: 'open', words: `not known of ${service} for ${kindInWords[kind]}: ${need.refused}` };
    const backlog = `${kindInWords[kind]} (${countOf(need.items, runs)}, ${formatBytes(need.bytes)})`;
    if (need.verdict === 'exceeds')
      return { kind, words: `${service} exceeds ${limit} at ${backlog}${roomInWords(row.room, runs)}` };
    if (need.verdict === 'open')
      return { kind: 'open', words: `whether ${service} exceeds ${limit} at ${backlog} is not resolved` };
  }
  return { kind: 'within', words: service };
};

const kindInWords = { today: "today's backlog", twice: "twice today's backlog" } as const;

const roomInWords = (room: Forecast<Backlog>, runs: ShownService['runs']): string =>
  'refused' in room || room.items === 0 ? '' : `: it has room for ${countOf(room.items, runs)}`;

/** Whether what could be done instead would be enough. */
const remedyBlocks = (services: readonly ShownService[]): Block[] => {
  const all = services.flatMap(({ needs }) =>
    needs.remedies.map((remedy) => ({ ...remedy, of: needs.service })),
  );
  if (all.length === 0) return [];
  const tooMuch = all.filter(({ twice }) => 'refused' in twice || twice.verdict !== 'fits');
  return [
    text(
      tooMuch.length === 0
        ? "With any of the remedies each stays within its limit at twice today's backlog."
        : `Not every remedy is known to stay within the limit at twice today's backlog: ${tooMuch.map(({ of, row }) => `${of} by ${row}`).join(', ')} is not.`,
    ),
  ];
};

/** As each is today. */
const todayTable = (services: readonly ShownService[]): Table => {
  const figures = figureColumns(services.map(({ needs }) => needs.today));
  return {
    columns: [...labelThenFigures(['service', 'limit', 'backlog']), ...figures.columns],
    content: services.map(({ needs }) => [
      plain(needs.service),
      plain(formatLimit(needs.limitBytes), needs.limitBytes),
      plain(formatCount(needs.backlog), needs.backlog),
      ...figures.cellsOf(needs.today),
    ]),
  };
};

/** What could be done instead, in the same limit and for the same backlog. */
const remedyTable = (services: readonly ShownService[]): Table => {
  const figures = figureColumns(services.flatMap(({ needs }) => needs.remedies));
  const words = ['service', 'by'].map((head) => ({ head, align: 'left' }) as const);
  return {
    columns: [...words, ...figures.columns],
    content: services.flatMap(({ needs }) =>
      needs.remedies.map((row) => [plain(needs.service), plain(row.row), ...figures.cellsOf(row)]),
    ),
  };
};

/** Where all figures of a column are predicted its head says so, else each that is. */
const figureColumns = (rows: readonly RowNeeds[]) => {
  const usual = (of: 'today' | 'twice'): Need['known'] =>
    rows.some((row) => !('refused' in row[of]) && row[of].known === 'measured') ? 'measured' : 'predicted';
  const [today, twice] = [usual('today'), usual('twice')];
  const heads = [
    today === 'predicted' ? 'predicted' : 'needs',
    twice === 'predicted' ? 'predicted at twice' : 'at twice',
    'room for',
  ];
  return {
    columns: [
      ...heads.map((head) => ({ head, align: 'right' }) as const),
      { head: '', align: 'left' },
    ] satisfies Column[],
    cellsOf: (row: RowNeeds): Cell[] => [
      needCell(row.today, today),
      needCell(row.twice, twice),
      roomCell(row.room),
      verdictCell(row),
    ],
  };
};

/** @param usual how such figures are known; told where this one is not */
const needCell = (need: Forecast<Need>, usual: Need['known']): Cell => {
  if ('refused' in need) return absent;
  const [min, max] = need.range;
  const range = formatRange({ median: need.bytes, min, max }, 'bytes');
  return {
    ...toned(formatBytes(need.bytes), need.verdict === 'exceeds' ? 'bad' : 'plain', need.bytes),
    ...(range === null ? {} : { detail: range }),
    ...(need.known === usual ? {} : { remark: need.known }),
  };
};

const roomCell = (room: Forecast<Backlog>): Cell => {
  if ('refused' in room) return absent;
  const more = room.bound === 'nothing measured beyond' ? '> ' : '';
  return plain(`${more}${formatCount(room.items)}`, room.items);
};

const verdictCell = ({ today, twice }: RowNeeds): Cell => {
  if ('refused' in today) return absent;
  if (today.verdict === 'exceeds') return toned('over its limit', 'bad');
  if ('refused' in twice) return plain('not known at twice');
  if (twice.verdict === 'exceeds') return toned('over it at twice', 'bad');
  return today.verdict === 'open' || twice.verdict === 'open'
    ? plain('not resolved')
    : toned('within', 'good');
};

const countOf = (count: number, [first]: ShownService['runs']): string => {
  const words = first?.run.case.words;
  return `${formatCount(count)} ${count === 1 ? words?.item : words?.items}`;
};

/** A sentence for each figure that there is none of. */
const refusalsOf = ({ needs }: ShownService): string[] =>
  [needs.today, ...needs.remedies].flatMap(({ row, today, twice, room }) => {
    const reasons = [today, twice, room].flatMap((one) => ('refused' in one ? [one.refused] : []));
    return [...new Set(reasons)].map((reason) => `${needs.service}, ${row}: not all is known: ${reason}.`);
  });

/** By which rows and runs, and what an item adds: a line for each row. */
const measuredLines = ({ needs, runs }: ShownService): string[] => {
  const [first] = runs;
  if (first === undefined) return [];
  const { scenario, case: about } = first.run;
  const sizes = [...new Set(runs.map(({ run }) => run.workload.items))]
    .toSorted((a, b) => a - b)
    .map(formatCount);
  const samples = [...new Set(runs.map(({ run }) => run.scenario.samples))].join(' or ');
  const { title } = metrics[needs.metric];
  const over = `scenario ${scenario.name}, ${sizes.join(', ')} ${about.words.items}, ${samples} ${samples === '1' ? 'sample' : 'samples'} each`;
  return [needs.today, ...needs.remedies].map(
    ({ row, is, slope }, i) =>
      `${needs.service}, ${i === 0 ? 'today' : 'instead'}: ${is}; ${title} of ${row}${slopeInWords(slope, about.words.item)}${i === 0 ? `; ${over}` : ''}.`,
  );
};

const slopeInWords = (slope: number | null, item: string): string => {
  if (slope === null) return '';
  return slope === 0 ? ', which does not grow' : `, ${formatBytes(slope)} a ${item}`;
};

/** What all were measured on, each line once; and when each was. */
const environmentsOf = (services: readonly ShownService[]): string[] => {
  const all = services.flatMap(({ runs }) => runs);
  return [
    ...new Set(all.flatMap(({ run }) => machineLines(run))),
    ...new Set(all.map(({ folder, run }) => `${folder}: ${startLine(run)}`)),
  ];
};

import { commandLine } from '../../errors/command.ts';
import type {
  Catalogue,
  ListedMetric,
  ListedParameter,
  ListedScenario,
  ListedStrategy,
} from '../../harness/shown/catalogue.ts';
import { type Definition, drawDefinitions } from '../../report/terminal/definitions.ts';
import { painter } from '../../report/terminal/paint.ts';
import { columnsOf, type TerminalStyle } from '../../report/terminal/wrap.ts';
import { formatCount } from '../../units/numbers.ts';

/** What there is, a part a kind, and below it what to do with it. */
export const drawCatalogue = (
  { scenarios = [], strategies = [], metrics = [], faults = [] }: Catalogue,
  { colour = false, width = 80 }: TerminalStyle,
): string => {
  const paint = painter(colour);
  const columns = columnsOf(width);
  const part = (head: string, entries: readonly Definition[]): string[] =>
    entries.length === 0
      ? []
      : [
          `${paint('bold', head)}\n${drawDefinitions(entries, columns, (of, text) =>
            paint(of === 'name' ? 'cyan' : 'dim', text),
          )}`,
        ];
  return [
    ...part('scenarios', scenarios.map(definitionOfScenario)),
    ...[...Map.groupBy(strategies, (one) => one.case)].flatMap(([about, own]) =>
      part(`strategies of the case ${about}`, own.map(definitionOfStrategy)),
    ),
    ...part('metrics', metrics.map(definitionOfMetric)),
    ...part(
      'faults that services may commit',
      faults.map(({ name, does }) => ({ name, text: does })),
    ),
    [
      ...(scenarios.length > 0 ? [`Measure one:  ${commandLine(['run', 'smoke'])}`] : []),
      ...(metrics.length > 0 ? [`More of one:  ${commandLine(['explain', 'peakLive'])}`] : []),
      `All commands: ${commandLine(['--help'])}`,
    ].join('\n'),
  ].join('\n\n');
};

const definitionOfScenario = ({
  name,
  description,
  answeredBy,
  rows,
  samples,
}: ListedScenario): Definition => {
  const size = `${counted(rows, 'row')}, ${counted(samples, 'sample')}`;
  return {
    name,
    text: description ?? 'says no question',
    further: [answeredBy === null ? size : `${size}; ${answeredBy} answers`],
  };
};

const counted = (count: number, one: string): string =>
  `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;

const definitionOfStrategy = ({ name, idea, parameters }: ListedStrategy): Definition => ({
  name,
  text: idea,
  further: parameters.map(lineOf),
});

const lineOf = ({ name, meaning, default: usual, allowed }: ListedParameter): string => {
  const values = 'of' in allowed ? allowed.of.join(' or ') : `from ${allowed.from}`;
  return `${name}=${usual} (${values}): ${meaning}`;
};

const definitionOfMetric = ({ name, title, measured, meaning }: ListedMetric): Definition => ({
  name,
  text: title === name ? meaning : `${title}: ${meaning}`,
  ...(measured === 'when asked for' && { further: ['measured when asked for'] }),
});

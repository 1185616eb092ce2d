import { budgetInWords } from '../../analysis/checks/budget-words.ts';
import { type Verdict, verdictOfRun } from '../../analysis/checks/verdict.ts';
import { isNote } from '../../analysis/run/warnings.ts';
import type { JudgedBudget } from '../../record/checks/budgets.ts';
import { metrics } from '../../record/metrics.ts';
import type { Run, Warning } from '../../record/run.ts';
import { formatCount } from '../../units/numbers.ts';
import { answerTo } from './answer.ts';
import { itemOf, notableRows } from './check-words.ts';
import { claimsSection } from './claims.ts';
import { environmentLines } from './environment-words.ts';
import { figuresOf } from './figures.ts';
import {
  type Block,
  type Item,
  items,
  type Link,
  links,
  list,
  type Report,
  reportOf,
  section,
  table,
  text,
} from './report.ts';
import { consumerTable, metricTable } from './run-tables.ts';
import {
  asideLines,
  comparisonItems,
  failureItems,
  limitLines,
  meanings,
  searchLines,
  subjectOf,
  unavailableLines,
} from './run-words.ts';

const consumerTitle = ({ case: { words } }: Run): string => `The ${words.consumer}'s report`;

/** All that a run's report says. The one list of its sections. */
export const reportOfRun = (run: Run, verdict: Verdict = verdictOfRun(run)): Report => {
  const comparisons = comparisonItems(run);
  return reportOf(
    run.scenario.name,
    [text(run.scenario.description, 'question'), ...answerTo(run), text(`${subjectOf(run)}.`, 'subject')],
    [
      section('verdict', 'Verdict', [
        headline(verdict),
        { kind: 'figures', content: figuresOf(run) },
        items([...notableRows(verdict).map(itemOf), ...failureItems(run)]),
      ]),
      // Of many the tables give a better view.
      section(
        'comparisons',
        'Compared with the reference',
        [items(comparisons)],
        comparisons.length > mostCompared ? 'detail' : 'main',
      ),
      claimsSection(run),
      section('budgets', 'Budgets', [items(budgetItems(run))]),
      section('measurements', 'Measurements', [links(measurementLinks(run))], 'detail'),
      section('peak', 'Peak memory', [chart('peak', run)], 'page'),
      section('course', 'Memory over time', [chart('course', run)], 'page'),
      section('sweep', 'Time against memory', [chart('sweep', run)], 'page'),
      section('figures', 'Figures', [
        text('Figures are medians, with (min–max) where samples differ.', 'legend'),
        list(asideLines(run)),
        table('Memory', metricTable(run, 'memory')),
        table('Process', metricTable(run, 'process')),
        table('Under load', metricTable(run, 'server')),
        table('In a container', metricTable(run, 'survival')),
        list(limitLines(run)),
        table('Load on the services', metricTable(run, 'load')),
        list(unavailableLines(run)),
      ]),
      section(
        'further',
        'Further figures',
        [table('Further figures', metricTable(run, 'further'))],
        'detail',
      ),
      section('limits', 'The search for the lowest limits', [list(searchLines(run))], 'detail'),
      section('consumer', consumerTitle(run), [table(consumerTitle(run), consumerTable(run))], 'detail'),
      section('meaning', 'What the figures mean', [{ kind: 'terms', content: meanings(run) }], 'aside'),
      section('environment', 'Environment', [list(environmentLines(run))], 'aside'),
      warningsSection(run.warnings),
      section('files', 'Files', [links(files)], 'page'),
    ],
  );
};

/** What is known before the last round: figures alone, nothing is judged by them. @param round the one that is over; 0 are the pilots */
export const reportOfRound = (run: Run, round: number, rounds: number): Report =>
  reportOf(
    round === 0
      ? 'Provisional: one pilot a row, whose figures count nowhere'
      : `Provisional: ${round} of ${rounds} rounds`,
    [],
    [
      section('figures', 'Figures', [
        table('Memory', metricTable(run, 'memory')),
        table('Process', metricTable(run, 'process')),
      ]),
    ],
  );

/** That a terminal shows one by one. */
const mostCompared = 6;

/** The claims alone. */
export const reportOfClaims = (run: Run, verdict: Verdict = verdictOfRun(run)): Report =>
  reportOf(run.scenario.name, [headline(verdict)], [claimsSection(run)]);

export const headline = ({ headline: content, exitCode }: Verdict): Block => ({
  kind: 'headline',
  content,
  isGood: exitCode === 0,
});

export const warningsSection = (warnings: readonly Warning[]) =>
  section('mind', 'What to mind', [
    {
      kind: 'warnings',
      content: warnings.map((warning) => ({ ...warning, kind: isNote(warning) ? 'note' : 'warning' })),
    },
  ]);

const chart = (name: Extract<Block, { kind: 'chart' }>['chart'], run: Run): Block => ({
  kind: 'chart',
  content: [run],
  chart: name,
});

/** A budget each, those that are exceeded first. */
export const budgetItems = ({ budgets }: Run): Item[] =>
  budgets
    .toSorted((a, b) => Number(b.verdict === 'over') - Number(a.verdict === 'over'))
    .map((budget) => {
      const sentence = `${budget.label}: ${budgetInWords(budget)}`;
      const isLess = metrics[budget.metric].better === 'less';
      const mark = budget.verdict === 'over' && !isLess ? { mark: 'below' } : {};
      return { ...budgetMarks[budget.verdict], ...mark, text: sentence, line: sentence };
    });

const budgetMarks: Readonly<Record<JudgedBudget['verdict'], Pick<Item, 'mark' | 'tone'>>> = {
  within: { mark: 'within', tone: 'good' },
  over: { mark: 'over', tone: 'bad' },
  undecided: { mark: 'not resolved', tone: 'open' },
  'not measured': { mark: 'not measured', tone: 'open' },
};

/** The reports of the named measurements, which lie in folders below this one. */
const measurementLinks = ({ case: { words }, measurements }: Run): Link[] =>
  measurements.map(({ name, items: count }) => ({
    to: { folder: name },
    name,
    text: `${formatCount(count)} ${words.items}`,
  }));

const files: readonly Link[] = [
  ['samples.jsonl', 'the journal: every sample; all reports are made from it'],
  ['run.json', 'the results for programs'],
  ['report.md', 'this report as text'],
].map(([file = '', words = '']) => ({ to: { file }, name: file, text: words }));

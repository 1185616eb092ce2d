import { markdownTable } from 'markdown-table';
import { budgetLines } from '../../analysis/checks/budget-words.ts';
import { type Verdict, verdictOfRun } from '../../analysis/checks/verdict.ts';
import { askedOf, groundsOf, tallyOf, verdictOf } from '../../analysis/claims/claim-words.ts';
import { isNote } from '../../analysis/run/warnings.ts';
import type { JudgedClaim, Judgement } from '../../record/claims.ts';
import { metricNames } from '../../record/metrics.ts';
import type { Run, Warning } from '../../record/run.ts';
import { formatCount } from '../../units/numbers.ts';
import { formatSpread } from '../../units/quantity.ts';
import { escapeMarkdown, escapeMarkdownBlock, escapePart } from '../escape.ts';
import { lineOf, notableRows } from '../model/check-words.ts';
import {
  type Figure,
  furtherTable,
  hasFigures,
  loadTable,
  memoryTable,
  processTable,
  ruleCleanerTable,
  survivalTable,
  type Table,
} from '../model/tables.ts';
import {
  containerLines,
  environmentLines,
  floorLines,
  meaningLines,
  subjectOf,
  unavailableLines,
  verdictLines,
} from '../model/words.ts';

/** `report.md`: everything that a reader of a pull request needs, in GitHub's Markdown. Figures: median (min–max). */
export const renderMarkdown = (run: Run, verdict: Verdict = verdictOfRun(run)): string => {
  const sections = [
    `# ${escapeMarkdown(run.scenario.name)}`,
    run.scenario.description === null ? '' : escapeMarkdownBlock(run.scenario.description),
    `**${escapeMarkdown(verdict.headline)}**`,
    `${escapeMarkdownBlock(subjectOf(run))}. Figures are medians, with (min–max) where samples differ.`,
    section('Verdict', list([...notableRows(verdict).map(lineOf), ...verdictLines(run)])),
    section('Claims', claimsSection(run)),
    section('Budgets', list(budgetLines(run))),
    section('Measurements', measurementsSection(run)),
    tableSection('Memory', memoryTable(run, spread)),
    tableSection('Process', processTable(run, spread)),
    tableSection('In a container', survivalTable(run, spread)),
    section('', list(containerLines(run))),
    tableSection('Load on the services', loadTable(run, spread)),
    tableSection('Further figures', furtherTable(run, spread)),
    section('The search for the lowest heap', list(floorLines(run))),
    section('Not available', list(unavailableLines(run))),
    tableSection("The rule cleaner's report", ruleCleanerTable(run)),
    section('What the figures mean', list(meaningLines(run, metricNames))),
    section('Environment', list(environmentLines(run))),
    section('What to mind', run.warnings.map(renderWarning).join('\n')),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
};

const spread: Figure = (summary) => formatSpread(summary, summary.unit);

/** Nothing for nothing: a section without a body is left out. */
const section = (title: string, body: string): string =>
  body === '' ? '' : title === '' ? body : `## ${title}\n\n${body}`;

export const list = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== '')
    .map((line) => `- ${escapeMarkdownBlock(line)}`)
    .join('\n');

export const renderTable = ({ heads, rows }: Table): string =>
  markdownTable(
    [heads.map(escapeMarkdown), ...rows.map((cells) => cells.map(({ text }) => escapeMarkdown(text)))],
    { align: heads.map((_, i) => (i === 0 ? 'l' : 'r')) },
  );

const tableSection = (title: string, table: Table): string =>
  hasFigures(table) ? section(title, renderTable(table)) : '';

/** The tally, then each claim: its words, who said them and where, and a verdict for each reading. */
const claimsSection = ({ claims }: Run): string =>
  claims.length === 0 ? '' : [`${tallyOf(claims)}.`, ...claims.map(renderClaim)].join('\n\n');

const renderClaim = ({ id, who, where, says, judgements }: JudgedClaim): string =>
  [
    `**${escapeMarkdown(id)}.** “${escapeMarkdown(says)}”<br>${escapeMarkdown(who)}, ${escapeMarkdown(where)}`,
    '',
    ...judgements.map(renderJudgement),
  ].join('\n');

const renderJudgement = (judgement: Judgement): string => {
  const question = escapeMarkdown(askedOf(judgement));
  const verdict = `- **${verdictOf(judgement)}**: `;
  return `${verdict}${question === '' ? '' : `${question}<br>`}${escapeMarkdown(groundsOf(judgement))}`;
};

/** The reports of the named measurements, which lie in folders below this one. */
const measurementsSection = ({ measurements }: Run): string =>
  measurements
    .map(
      ({ name, workflows }) =>
        `- [${escapeMarkdown(name)}](${escapePart(name)}/report.md): ${formatCount(workflows)} workflows`,
    )
    .join('\n');

const renderWarning = (warning: Warning): string =>
  `- **${isNote(warning) ? 'Note' : 'Warning'}:** ${escapeMarkdown(warning.message)}\n  <br>${escapeMarkdown(warning.advice)}`;

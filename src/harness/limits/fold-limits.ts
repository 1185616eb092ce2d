import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { needsOf } from '../../analysis/limits.ts';
import { assertDistinctRuns } from '../../analysis/run/distinct-runs.ts';
import { differingBesidesSize, nameOfFact } from '../../analysis/run/facts.ts';
import { suggestName } from '../../errors/suggest.ts';
import type { Journal } from '../../record/journal/journal.ts';
import type { Run } from '../../record/run.ts';
import { drawHtml } from '../../report/html/page.ts';
import { type LimitsReport, reportOfLimits, type ShownService } from '../../report/limits.ts';
import { drawMarkdown } from '../../report/markdown/markdown.ts';
import { openOutputFolder } from '../../runner/files/output-folder.ts';
import { writeWhole } from '../../runner/files/write-whole.ts';
import { shownPath } from '../../scenario/yaml-file.ts';
import { readRun } from '../read-run.ts';
import { hasJournal, measurementsIn } from '../write-reports.ts';
import { type DescribedService, type LimitsDescription, readDescription } from './description.ts';

export interface FoldedLimits {
  readonly folder: string;
  readonly report: LimitsReport;
  /** 3 where what a service needs today cannot be said. */
  readonly exitCode: 0 | 3;
}

/**
 * Folds what each service needs, out of journals of runs, and sets it against its limit. Writes report.md, report.html and
 * limits.json beside the description, or into a folder of its own.
 * @throws UserError with the place for a description that is wrong, and for runs that cannot stand on one line
 */
export const foldLimits = async (file: string, out: string | undefined): Promise<FoldedLimits> => {
  const description = readDescription(file);
  const services: ShownService[] = [];
  for (const [i, one] of description.services.entries())
    services.push(await shownService(description, one, i));
  const report: LimitsReport = { ...description, services };
  const folder =
    out === undefined ? description.folder : await openOutputFolder(description.name, out, new Date());
  const shown = reportOfLimits(report);
  await writeWhole(
    [path.join(folder, 'report.md'), drawMarkdown(shown)],
    [path.join(folder, 'report.html'), drawHtml(shown)],
    [path.join(folder, 'limits.json'), renderLimits(report)],
  );
  const isOpen = services.some(({ needs }) => 'refused' in needs.today.today);
  return { folder, report, exitCode: isOpen ? 3 : 0 };
};

/** For programs; the journals hold every reading. */
const renderLimits = ({ name, services }: LimitsReport): string =>
  `${JSON.stringify(
    {
      schema: 'tidemark/limits@1',
      name,
      services: services.map(({ needs, runs }) => ({
        ...needs,
        runs: runs.map(({ folder, run }) => ({ folder, items: run.workload.items })),
      })),
    },
    null,
    2,
  )}\n`;

const shownService = async (
  description: LimitsDescription,
  { limit, runs: named, ...asked }: DescribedService,
  index: number,
): Promise<ShownService> => {
  const at = ['services', index] as const;
  const read: { readonly folder: string; readonly run: Run; readonly journal: Journal }[] = [];
  for (const [i, { folder: name, items }] of named.entries()) {
    const folders = foldersOf(path.resolve(description.folder, name));
    if (folders.length === 0) {
      description.refuse({
        path: [...at, 'runs', i],
        at: 'value',
        message: `${name} holds no run: expected a samples.jsonl in it, or in folders of it`,
        advice: 'Measure first: `predict … --out` writes such a folder, and so does `run`.',
      });
    }
    for (const folder of folders) {
      const { run, journal } = await readRun(folder);
      read.push({ folder: path.relative(description.folder, folder), run: ofItems(run, items), journal });
    }
  }
  const rows = [asked.today, ...asked.remedies].map(({ row }) => row);
  assertRows(
    description,
    at,
    asked,
    read.map(({ run }) => run),
  );
  assertOneLine(read, rows, (message) =>
    description.refuse({
      path: [...at, 'runs'],
      at: 'value',
      message,
      advice: 'Name runs of one scenario and machine.',
    }),
  );
  const runs = read.map(({ folder, run }) => ({ folder, run }));
  return {
    needs: needsOf({ ...asked, limitBytes: limit, runs: runs.map(({ run }) => run) }),
    sources: asked.sources,
    runs,
  };
};

const ofItems = (run: Run, items: number | null): Run =>
  items === null ? run : { ...run, workload: { ...run.workload, items } };

/** A run's folder is itself; another stands for those in it that are. */
const foldersOf = (folder: string): string[] => {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return hasJournal(folder) ? [folder] : measurementsIn(folder).map((name) => path.join(folder, name));
};

/** Each row must be in each run. */
const assertRows = (
  { refuse }: LimitsDescription,
  at: readonly PropertyKey[],
  { today, remedies }: Pick<DescribedService, 'today' | 'remedies'>,
  runs: readonly Run[],
): void => {
  const places = [
    { ...today, where: ['today', 'row'] },
    ...remedies.map((one, i) => ({ ...one, where: ['remedies', i, 'row'] })),
  ];
  for (const { row, where } of places) {
    const known = runs
      .map(({ results }) => results.map(({ label }) => label))
      .find((all) => !all.includes(row));
    if (known === undefined) continue;
    refuse({
      path: [...at, ...where],
      at: 'value',
      message: `no row of a run is called "${row}"`,
      advice: suggestName(row, known),
    });
  }
};

/** Nothing but size may differ, or no line can be drawn through them. */
const assertOneLine = (
  read: readonly { readonly folder: string; readonly journal: Journal }[],
  rows: readonly string[],
  refuse: (message: string) => never,
): void => {
  assertDistinctRuns(read.map(({ folder, journal }) => ({ name: shownPath(folder), journal })));
  const [first, ...others] = read;
  if (first === undefined) return;
  for (const other of others) {
    const [fact] = differingBesidesSize(first.journal.header, other.journal.header, rows);
    if (fact !== undefined)
      refuse(
        `runs of one service must differ in size alone: ${first.folder} has the ${nameOfFact(fact)} ${fact.was}, ${other.folder} ${fact.is}`,
      );
  }
};

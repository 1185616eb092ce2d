import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { changesBetween } from '../analysis/changes.ts';
import { sameOnBothSides } from '../analysis/distinct-runs.ts';
import { messageOf, UserError } from '../errors/user-error.ts';
import type { Changes } from '../record/changes.ts';
import { renderComment } from '../report/comment.ts';
import { renderTerminalChanges } from '../report/terminal-changes.ts';
import { defaultCompared, parseBounds } from './bounds.ts';
import { readSide } from './side-file.ts';
import { terminalStyle } from './terminal-style.ts';

interface CompareOptions {
  readonly failOn?: string;
  readonly comment?: string;
}

export const addCompareCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('compare')
    .description('compare two runs of a scenario: what became worse or better outside noise')
    .argument('<before>', "a run's folder, a samples.jsonl, a run.json, or a baseline")
    .argument('<after>', 'the same')
    .option(
      '--fail-on <bounds>',
      `compare by these, and exit with 1 on a regression; else by ${defaultCompared}, and exit with 0`,
    )
    .option('--comment <file>', 'write the comparison there too, as a Markdown comment for a pull request')
    .action(async (before: string, after: string, options: CompareOptions) =>
      done(await compare(before, after, options)),
    );
};

const compare = async (
  before: string,
  after: string,
  { failOn, comment }: CompareOptions,
): Promise<number> => {
  const bounds = parseBounds(failOn ?? defaultCompared);
  const [was, is] = [await readSide(before), await readSide(after)];
  const between = changesBetween(was.side, is.side, bounds, {
    before,
    after,
    remedy: 'Measure both over the same workload, with the same Node and version of tidemark.',
  });
  const compared: Changes = {
    ...between,
    warnings: [...was.warnings, ...is.warnings, ...sameOnBothSides(was.side, is.side), ...between.warnings],
  };
  process.stdout.write(renderTerminalChanges(compared, null, terminalStyle()));
  if (comment !== undefined) await writeComment(comment, compared);
  const isWorse = compared.changes.some(({ verdict }) => verdict === 'regression');
  return failOn !== undefined && isWorse ? 1 : 0;
};

const writeComment = async (file: string, compared: Changes): Promise<void> => {
  try {
    await writeFile(file, renderComment(compared, null));
  } catch (error) {
    throw new UserError(`cannot write the comment: ${messageOf(error)}`, { place: { file }, cause: error });
  }
};

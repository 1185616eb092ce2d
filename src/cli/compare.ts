import type { Command } from 'commander';
import { checksOfChanges } from '../analysis/change-checks.ts';
import { changesBetween } from '../analysis/changes.ts';
import { sameOnBothSides } from '../analysis/distinct-runs.ts';
import { verdictOf } from '../analysis/verdict.ts';
import { readSide } from '../harness/side-file.ts';
import { writeNamed } from '../harness/write-named.ts';
import type { Changes } from '../record/changes.ts';
import { renderComment } from '../report/comment.ts';
import { renderTerminalChanges } from '../report/terminal-changes.ts';
import { strictMeaning } from './arguments.ts';
import { defaultCompared, parseBounds } from './bounds.ts';
import { print } from './print.ts';
import { terminalStyle } from './terminal-style.ts';

interface CompareOptions {
  readonly failOn?: string;
  readonly comment?: string;
  readonly strict?: boolean;
}

export const addCompareCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('compare')
    .description('compare two runs of a scenario: what became worse or better outside noise')
    .argument('<before>', "a run's folder, a samples.jsonl, a run.json, or a baseline")
    .argument('<after>', 'the same')
    .option(
      '--fail-on <bounds>',
      `compare by these, and exit with 1 on a regression, with 3 where one cannot be judged; else by ${defaultCompared}, and exit with 0`,
    )
    .option('--strict', strictMeaning)
    .option('--comment <file>', 'write the comparison there too, as a Markdown comment for a pull request')
    .action(async (before: string, after: string, options: CompareOptions) =>
      done(await compare(before, after, options)),
    );
};

const compare = async (before: string, after: string, options: CompareOptions): Promise<number> => {
  const { failOn, comment, strict = false } = options;
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
  const checks = checksOfChanges(compared, 'comparison', { required: failOn !== undefined });
  const verdict = verdictOf(checks, { subject: compared.after.scenario, strict });
  print(renderTerminalChanges(compared, verdict, null, terminalStyle()));
  if (comment !== undefined) await writeNamed(comment, renderComment(compared, verdict, null), 'the comment');
  return verdict.exitCode;
};

import type { Command } from 'commander';
import { compareRuns } from '../../harness/compare.ts';
import { writeNamed } from '../../harness/write-named.ts';
import { renderComment } from '../../report/markdown/comment.ts';
import { renderTerminalChanges } from '../../report/terminal/changes.ts';
import { strictMeaning } from '../arguments.ts';
import { defaultCompared, parseBounds } from '../bounds.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';

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
  const { failOn, comment, strict } = options;
  const bounds = parseBounds(failOn ?? defaultCompared);
  const required = failOn !== undefined;
  const { compared, verdict } = await compareRuns({ before, after, bounds, required, strict });
  print(renderTerminalChanges(compared, verdict, null, terminalStyle()));
  if (comment !== undefined) await writeNamed(comment, renderComment(compared, verdict, null), 'the comment');
  return verdict.exitCode;
};

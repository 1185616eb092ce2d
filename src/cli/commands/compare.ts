import { compareRuns } from '../../harness/compare.ts';
import { writeNamed } from '../../harness/write-named.ts';
import { renderComment } from '../../report/markdown/comment.ts';
import { renderTerminalChanges } from '../../report/terminal/terminal.ts';
import { parseBounds } from '../bounds.ts';
import { defaultCompared } from '../default-bounds.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';

interface CompareOptions {
  readonly failOn?: string;
  readonly comment?: string;
  readonly strict?: boolean;
}

export const compare = async (before: string, after: string, options: CompareOptions): Promise<number> => {
  const { failOn, comment, strict } = options;
  const bounds = parseBounds(failOn ?? defaultCompared);
  const required = failOn !== undefined;
  const { compared, verdict } = await compareRuns({ before, after, bounds, required, strict });
  print(renderTerminalChanges(compared, verdict, null, terminalStyle()));
  if (comment !== undefined) await writeNamed(comment, renderComment(compared, verdict, null), 'the comment');
  return verdict.exitCode;
};

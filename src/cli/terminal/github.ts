import { appendFile, stat } from 'node:fs/promises';
import type { Verdict } from '../../analysis/checks/verdict.ts';
import { messageOf } from '../../errors/user-error.ts';
import { annotations } from '../../report/exchange/github.ts';
import { fitMarkdown, summaryLimit } from '../../report/markdown/fit.ts';
import { repositoryPath } from '../repository-path.ts';
import { complain } from './print.ts';

/**
 * Inside a GitHub workflow: annotations on stdout for what does not hold, and the summary on the job's page. Nothing
 * anywhere else. A summary that cannot be written is told and fails nothing: the reports are on disk.
 * @param scenario the path of its file
 * @param summary Markdown
 */
export const tellGitHub = async (verdict: Verdict, scenario: string, summary: string): Promise<void> => {
  const { GITHUB_ACTIONS: isThere, GITHUB_STEP_SUMMARY: page } = process.env;
  if (isThere !== 'true') return;
  process.stdout.write(annotations(verdict, repositoryPath(scenario)));
  if (page === undefined || page === '') return;
  try {
    // What earlier commands of the step have written counts too.
    const left = summaryLimit - (await sizeOf(page)) - 1;
    await appendFile(page, `${fitMarkdown(summary, left)}\n`);
  } catch (error) {
    complain(`tidemark: no job summary: ${messageOf(error)}\n`);
  }
};

/** Bytes; none for a file that is not there yet. */
const sizeOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
};

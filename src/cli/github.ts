import { appendFile } from 'node:fs/promises';
import { messageOf } from '../errors/user-error.ts';
import type { Check } from '../report/checks.ts';
import { annotations } from '../report/github.ts';

/**
 * Inside a GitHub workflow: annotations on stdout for what does not hold, and the summary on the job's page. Nothing
 * anywhere else. A summary that cannot be written is told and fails nothing: the reports are on disk.
 * @param scenario the path of its file
 * @param summary Markdown
 */
export const tellGitHub = async (
  checks: readonly Check[],
  scenario: string,
  summary: string,
): Promise<void> => {
  const { GITHUB_ACTIONS: isThere, GITHUB_STEP_SUMMARY: page } = process.env;
  if (isThere !== 'true') return;
  process.stdout.write(annotations(checks, scenario));
  if (page === undefined || page === '') return;
  try {
    await appendFile(page, `${summary}\n`);
  } catch (error) {
    process.stderr.write(`tidemark: no job summary: ${messageOf(error)}\n`);
  }
};

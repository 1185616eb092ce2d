import { nameOf } from '../../analysis/checks/headline.ts';
import type { Grade, Verdict } from '../../analysis/checks/verdict.ts';
import { sentenceOf } from '../model/check-words.ts';
import { groups } from './junit.ts';
import { type Annotation, workflowCommands } from './workflow-commands.ts';

/** What GitHub shows of a check; nothing of what holds. */
const levels: Readonly<Record<Grade, Annotation['level'] | null>> = {
  'not judged': 'error',
  fails: 'error',
  open: 'warning',
  told: 'notice',
  holds: null,
};

/**
 * GitHub's workflow commands for what does not hold, a line each, the gravest first. Empty if all holds.
 * @param file the scenario's, from the root of the repository, to which the annotations are pinned
 */
export const annotations = ({ checks }: Pick<Verdict, 'checks'>, file: string): string =>
  workflowCommands(
    checks.flatMap((check): Annotation[] => {
      const level = levels[check.grade];
      const title = `tidemark ${groups[check.kind]}: ${nameOf(check)}`;
      return level === null ? [] : [{ level, title, message: sentenceOf(check) }];
    }),
    file,
  );

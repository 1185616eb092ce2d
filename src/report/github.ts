import type { Check } from './checks.ts';
import { type Annotation, workflowCommands } from './workflow-commands.ts';

/**
 * GitHub's workflow commands for what does not hold, a line each, the gravest first: an error for what could not be measured
 * or fails, a warning for what is left open. Empty if all holds.
 * @param file the scenario's, from the root of the repository, to which the annotations are pinned
 */
export const annotations = (checks: readonly Check[], file: string): string =>
  workflowCommands(
    (['broken', 'failed', 'skipped'] as const).flatMap((outcome) =>
      checks.filter((check) => check.outcome === outcome).map(annotationOf),
    ),
    file,
  );

const annotationOf = ({ group, name, outcome, message }: Check): Annotation => ({
  level: outcome === 'skipped' ? 'warning' : 'error',
  title: `tidemark ${group}: ${name}`,
  message,
});

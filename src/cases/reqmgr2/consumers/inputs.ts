import { isObject, type JsonValue } from '../../../subject/json.ts';
import type { WorkflowDocument } from '../document.ts';

const inputKeys = ['InputDataset', 'MCPileup', 'DataPileup'] as const;

/** The datasets that a workflow reads, each once: its own and those of its tasks or steps. */
export const inputsOf = (workflow: WorkflowDocument): string[] => {
  const parts = Object.entries(workflow)
    .filter(([key]) => /^(Task|Step)\d+$/.test(key))
    .map(([, part]) => part)
    .filter(isObject);
  const found = [workflow, ...parts].flatMap((part) =>
    inputKeys.map((key): JsonValue | undefined => part[key]),
  );
  return [
    ...new Set(found.filter((dataset): dataset is string => typeof dataset === 'string' && dataset !== '')),
  ];
};

/** Higher is more urgent; 0 of a workflow that has none. */
export const priorityOf = ({ RequestPriority: priority }: WorkflowDocument): number =>
  typeof priority === 'number' ? priority : 0;

/** The most urgent first. */
export const byPriority = (a: WorkflowDocument, b: WorkflowDocument): number => priorityOf(b) - priorityOf(a);

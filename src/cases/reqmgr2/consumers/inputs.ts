import { isObject, type JsonValue } from '../../../subject/json.ts';
import { isTaskKey, type WorkflowDocument } from '../document.ts';

const inputKeys = ['InputDataset', 'MCPileup', 'DataPileup'] as const;

/** The datasets that a workflow reads, each once: its own and those of its tasks or steps. */
export const inputsOf = (workflow: WorkflowDocument): string[] => {
  const parts = Object.entries(workflow)
    .filter(([key]) => isTaskKey(key))
    .map(([, part]) => part)
    .filter(isObject);
  const found = [workflow, ...parts].flatMap((part) =>
    inputKeys.map((key): JsonValue | undefined => part[key]),
  );
  return [
    ...new Set(found.filter((dataset): dataset is string => typeof dataset === 'string' && dataset !== '')),
  ];
};

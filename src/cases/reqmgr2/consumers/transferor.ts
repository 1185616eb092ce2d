import type { CommonContext, Consumer } from '../../../subject/case.ts';
import { strategyCatalogue } from '../catalogue.ts';
import { priorityOf, type WorkflowDocument } from '../document.ts';
import { integerOf } from '../strategies/parts/params.ts';
import { inputsOf } from './inputs.ts';
import { tellProcessed, workflowOf } from './processed.ts';

/**
 * One cycle of MSTransferor (WMCore's MSTransferor.py, 2026-07): a slice of workflows at a time, held while what each of them
 * needs as input is looked up. The most urgent come first, so it counts those that come behind one of less priority.
 */
const runCycle: Consumer<Pick<CommonContext, 'params'>> = async (items, { params }, onItem) => {
  const slice = integerOf(params, 'slice', strategyCatalogue.sorted.params.slice);
  const counts = { total: 0, slices: 0, datasets: 0, late: 0 };
  let held: WorkflowDocument[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  const transfer = (): void => {
    const inputs = held.map((workflow) => ({ name: workflow.RequestName, datasets: inputsOf(workflow) }));
    counts.slices += 1;
    counts.datasets += inputs.reduce((sum, { datasets }) => sum + datasets.length, 0);
    for (const workflow of held) tellProcessed(workflow, onItem);
    held = [];
  };
  for await (const item of items()) {
    const workflow = workflowOf(item, counts.total + 1);
    counts.total += 1;
    const priority = priorityOf(workflow);
    if (priority > lowest) counts.late += 1;
    lowest = Math.min(lowest, priority);
    held.push(workflow);
    if (held.length === slice) transfer();
  }
  if (held.length > 0) transfer();
  return counts;
};

export default runCycle;

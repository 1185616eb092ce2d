import type { Consumer } from '../../../subject/case.ts';
import { isList, type JsonValue } from '../../../subject/json.ts';
import type { WorkflowDocument } from '../document.ts';
import { tellProcessed, workflowOf } from './processed.ts';

/**
 * One cycle of MSOutput's producer (WMCore's MSOutput.py, 2026-07): of each workflow a document with a place for each dataset
 * that it has made, which is stored and let go.
 */
const runCycle: Consumer = async (items, _context, onItem) => {
  const counts = { total: 0, datasets: 0 };
  for await (const item of items()) {
    const workflow = workflowOf(item, counts.total + 1);
    const stored = outputDocument(workflow);
    counts.total += 1;
    counts.datasets += stored.OutputMap.length;
    tellProcessed(workflow, onItem);
  }
  return counts;
};

export default runCycle;

/** Where each dataset goes: nobody has decided yet. */
const outputDocument = (workflow: WorkflowDocument) => ({
  RequestName: workflow.RequestName,
  Campaign: workflow.Campaign ?? null,
  IsRelVal: workflow.SubRequestType === 'RelVal' || workflow.SubRequestType === 'HIRelVal',
  TransferStatus: 'pending',
  OutputMap: datasetsOf(workflow.OutputDatasets).map((Dataset) => ({
    Dataset,
    Campaign: workflow.Campaign ?? null,
    Copies: 1,
    DiskDestination: '',
    TapeDestination: '',
    DiskRuleID: '',
    TapeRuleID: '',
  })),
});

const datasetsOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value !== undefined && isList(value) ? value : [];

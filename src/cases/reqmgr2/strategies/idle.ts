import type { WorkflowDocument } from '../document.ts';

/** No workflow at all: what is left is the base under every figure, a cycle that only fetches the locks. */
export default async function* idle(): AsyncGenerator<WorkflowDocument> {
  yield* [];
}

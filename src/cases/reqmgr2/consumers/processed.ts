import { UserError } from '../../../errors/user-error.ts';
import type { OnItem } from '../../../subject/case.ts';
import { isList, isObject } from '../../../subject/json.ts';
import type { WorkflowDocument } from '../document.ts';
import { versionOf } from '../version.ts';

/**
 * What a strategy has yielded as its workflow of this number, from 1.
 * @throws UserError where it is no workflow document
 */
export const workflowOf = (value: unknown, position: number): WorkflowDocument => {
  if (isWorkflowDocument(value)) return value;
  throw notADocument(value, position);
};

/** Tells that a workflow is processed. */
export const tellProcessed = (document: WorkflowDocument, onItem: OnItem): void => {
  const { RequestName, RequestStatus } = document;
  const status = typeof RequestStatus === 'string' ? RequestStatus : '';
  onItem(RequestName, versionOf(RequestName, status, lastTransitionOf(document)));
};

const isWorkflowDocument = (value: unknown): value is WorkflowDocument =>
  typeof value === 'object' && value !== null && typeof (value as WorkflowDocument).RequestName === 'string';

const notADocument = (value: unknown, position: number): UserError => {
  const what =
    value === null || value === undefined
      ? String(value)
      : Array.isArray(value)
        ? `a list of ${value.length}`
        : typeof value === 'object'
          ? 'an object without a string RequestName'
          : `the ${typeof value} ${JSON.stringify(value)}`;
  return new UserError(
    `the strategy yielded ${what} as its workflow ${position}, expected a workflow document: an object with a string RequestName`,
    { advice: 'Yield documents one by one: yield* Object.values(await reqmgr.requestsByNames(names));' },
  );
};

const lastTransitionOf = ({ RequestTransition: transitions }: WorkflowDocument): number => {
  const last = transitions !== undefined && isList(transitions) ? (transitions.at(-1) ?? null) : null;
  const time = last !== null && isObject(last) ? last.UpdateTime : undefined;
  return typeof time === 'number' ? time : 0;
};

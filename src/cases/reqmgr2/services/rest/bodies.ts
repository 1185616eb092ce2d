import { UnmaskableError } from '../../workload/documents/mask.ts';
import type { DocumentForm, Workload } from '../../workload/workload.ts';
import type { Answer } from '../answer.ts';
import { type Body, type Item, measureBody, repeatable } from '../body.ts';
import { serverError } from '../errors.ts';
import { restList, restObject } from '../framing.ts';

/** A success of WMCore's REST layer. */
export const restAnswer = (body: Body): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'x-rest-status': '100' },
  body,
});

/**
 * The success of an answer whose documents a mask cuts, or the error that the real service ends with where a document's tasks
 * hold what no mask can give: known only when each was looked at.
 */
export const maskedAnswer = (body: () => Body): Answer => {
  try {
    const made = body();
    measureBody(made);
    return restAnswer(made);
  } catch (thrown) {
    if (thrown instanceof UnmaskableError) return serverError();
    throw thrown;
  }
};

/** A list with one object: whole documents, or what a mask leaves of them, keyed by name. */
export const documentsByName = (workload: Workload, indices: Iterable<number>, form: DocumentForm): Body => ({
  frame: restObject,
  items: mapped(indices, (index) => ({ before: `"${workload.nameAt(index)}": `, index })),
  writer: workload.writer(form),
});

/** A list of documents, one a line. */
export const documentLines = (workload: Workload, indices: Iterable<number>, form: DocumentForm): Body => ({
  frame: restList,
  items: mapped(indices, (index) => ({ before: '', index })),
  writer: workload.writer(form),
});

/** A list of names, one a line. */
export const names = (workload: Workload, indices: Iterable<number>): Body => ({
  frame: restList,
  items: mapped(indices, (index) => ({ before: `"${workload.nameAt(index)}"` })),
  writer: null,
});

/** Each text as a JSON string. */
export const textItems = (texts: () => Iterable<string>): Iterable<Item> =>
  repeatable(function* () {
    for (const text of texts()) yield { before: JSON.stringify(text) };
  });

const mapped = (indices: Iterable<number>, itemOf: (index: number) => Item): Iterable<Item> =>
  repeatable(function* () {
    for (const index of indices) yield itemOf(index);
  });

/** The last part of a path, decoded; as it stands if it cannot be decoded. */
export const lastSegment = ({ pathname }: URL): string => {
  const segment = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch (thrown) {
    if (thrown instanceof URIError) return segment;
    throw thrown;
  }
};

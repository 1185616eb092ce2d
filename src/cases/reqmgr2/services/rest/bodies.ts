import { createHash } from 'node:crypto';
import type { DocumentForm, Workload } from '../../workload/workload.ts';
import { type Body, type Item, repeatable, textBody } from '../body.ts';
import { emptyObject, frames, type Layout } from './framing.ts';
import { prettyWriter } from './pretty.ts';

/** What an API of WMCore's REST layer has found. */
export interface Found {
  readonly body: Body;
  /** What makes the bytes of a document, beside the document itself. */
  readonly form: DocumentForm | null;
  /** Whether making the items may fail, which is known once each was looked at. */
  readonly isUnsure: boolean;
}

type Indices = Iterable<number>;

const found = (body: Body, form: DocumentForm | null, isUnsure: boolean): Found => ({ body, form, isUnsure });

/** A list with one object: whole documents, or what a mask leaves of them, keyed by name. */
export const documentsByName = (
  workload: Workload,
  indices: Indices,
  form: DocumentForm,
  layout: Layout = 'lines',
): Found => {
  const items = mapped(indices, (index) => ({ before: `"${workload.nameAt(index)}": `, index }));
  const writer = layout === 'lines' ? workload.writer(form) : prettyWriter(workload.writer(form), 1);
  return found({ frame: frames[layout].object, items, writer }, form, form.mask !== undefined);
};

/** A list of documents, one a line. */
export const documentLines = (
  workload: Workload,
  indices: Indices,
  form: DocumentForm,
  layout: Layout = 'lines',
): Found => {
  const items = mapped(indices, (index) => ({ before: '', index }));
  const writer = layout === 'lines' ? workload.writer(form) : prettyWriter(workload.writer(form), 0);
  return found({ frame: frames[layout].list, items, writer }, form, form.mask !== undefined);
};

/** A list of names, one a line. */
export const names = (workload: Workload, indices: Indices, layout: Layout): Found =>
  texts(frames[layout].list, () => Iterator.from(indices).map(workload.nameAt));

/** Each text as a JSON string. */
export const texts = (frame: Body['frame'], make: () => Iterable<string>): Found => {
  const items = repeatable(function* (): Generator<Item> {
    for (const text of make()) yield { before: JSON.stringify(text) };
  });
  return found({ frame, items, writer: null }, null, false);
};

/** A list with one object, which has no members. */
export const noMembers = (layout: Layout): Found => found(textBody(emptyObject[layout]), null, false);

const mapped = (indices: Indices, itemOf: (index: number) => Item): Iterable<Item> =>
  repeatable(function* () {
    for (const index of indices) yield itemOf(index);
  });

/**
 * A digest of what determines the bytes of an answer, which costs less than one of the bytes. The real service's is of these;
 * neither says anything to a client but whether it has the same answer already.
 */
export const etagOf = (workload: Workload, { body, form }: Found): string => {
  const { description, seed } = workload;
  const hash = createHash('sha1').update(JSON.stringify([description, seed, form, body.frame]));
  // Many at a time: a call for each would take longer than what it hashes.
  let lines = '';
  for (const { before, index } of body.items) {
    lines +=
      index === undefined
        ? `${before}\n`
        : `${before || workload.nameAt(index)} ${workload.statusAt(index)} ${workload.lastTransitionAt(index)}\n`;
    if (lines.length > 32 * 1024) {
      hash.update(lines);
      lines = '';
    }
  }
  return `"${hash.update(lines).digest('hex')}"`;
};

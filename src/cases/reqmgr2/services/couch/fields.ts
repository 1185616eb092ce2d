import { createHash } from 'node:crypto';
import type { DocumentWriter, Workload } from '../../workload/workload.ts';

const parsed = (writer: DocumentWriter, index: number): Readonly<Record<string, unknown>> => {
  const target = Buffer.allocUnsafe(writer.sizeAt(index));
  return JSON.parse(target.toString('utf8', 0, writer.write(index, target, 0)));
};

/** A key of a document that tasks and steps do not have, read out of the document's own bytes. */
export const createField = (workload: Workload, key: string): ((index: number) => unknown) => {
  const writer = workload.writer({ style: 'couch', mask: [key] });
  return (index) => parsed(writer, index)[key];
};

/** A key of a document as it stands there, out of all its bytes; undefined where there is none. */
export const createWholeField = (workload: Workload, key: string): ((index: number) => unknown) => {
  const writer = workload.writer({ style: 'couch' });
  return (index) => parsed(writer, index)[key];
};

/** A document's revision. */
export const createRevisions = (workload: Workload): ((index: number) => string) =>
  createField(workload, '_rev') as (index: number) => string;

/** The revision that deleting a document made. */
export const deletedRevision = (id: string): string => `3-${createHash('md5').update(id).digest('hex')}`;

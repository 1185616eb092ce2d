import { createHash } from 'node:crypto';
import type { Workload } from '../../workload/workload.ts';

/** A document's revision, read out of the document's own bytes. */
export const createRevisions = (workload: Workload): ((index: number) => string) => {
  const writer = workload.writer({ style: 'couch', mask: ['_rev'] });
  const prefix = '{"_rev":"';
  return (index) => {
    const target = Buffer.allocUnsafe(writer.sizeAt(index));
    return target.toString('latin1', prefix.length, writer.write(index, target, 0) - 2);
  };
};

/** The revision that deleting a document made. */
export const deletedRevision = (id: string): string => `3-${createHash('md5').update(id).digest('hex')}`;

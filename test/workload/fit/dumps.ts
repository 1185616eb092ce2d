import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkloadDescription } from '../../../src/cases/reqmgr2/workload/description.ts';
import { openWorkload } from '../../../src/cases/reqmgr2/workload/open.ts';
import { folderWith } from '../../scenario/scenario-folder.ts';

/** The documents of a description, as ReqMgr2 writes them. */
export const textsOf = (
  description: WorkloadDescription,
  style: 'reqmgr' | 'couch' = 'reqmgr',
  seed = 5,
): string[] => {
  const workload = openWorkload(description, seed);
  const writer = workload.writer({ style });
  return Array.from({ length: workload.size }, (_, index) => {
    const target = Buffer.alloc(writer.sizeAt(index));
    writer.write(index, target, 0);
    return target.toString();
  });
};

/** Files of a folder that is gone when the test has ended; their paths in this order. */
export const filesOf = (files: Readonly<Record<string, string | Buffer>>): string[] => {
  const folder = folderWith({});
  return Object.entries(files).map(([name, content]) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  });
};

/**
 * `replay-server.ts PROFILE`: the services over a workload whose documents are made once and from then on copied from
 * memory. What is left of a strategy's time is everything but their generation.
 */

import { serveWorkload } from '../../src/cases/reqmgr2/services.ts';
import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import type { DocumentWriter, Workload } from '../../src/cases/reqmgr2/workload/workload.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import { serveUntilSignal } from '../../src/services/server/serve.ts';

const replaying = (writer: DocumentWriter): DocumentWriter => {
  const documents = new Map<number, Buffer>();
  const bytesOf = (index: number): Buffer => {
    const known = documents.get(index);
    if (known !== undefined) return known;
    const bytes = Buffer.allocUnsafeSlow(writer.sizeAt(index));
    writer.write(index, bytes, 0);
    documents.set(index, bytes);
    return bytes;
  };
  return {
    sizeAt: (index) => bytesOf(index).length,
    write: (index, target, offset) => offset + bytesOf(index).copy(target, offset),
  };
};

const generated = openWorkload(loadDescription(process.argv[2] ?? 'production'), 1);
const writer = replaying(generated.writer({ style: 'reqmgr' }));
for (let index = 0; index < generated.size; index++) writer.sizeAt(index);
const workload: Workload = { ...generated, writer: () => writer };
await serveUntilSignal({
  serve: (tools) => serveWorkload(workload, null, tools),
  seed: 1,
  behaviour: promptServices,
});

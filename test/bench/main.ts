import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { renderFindings } from './findings.ts';
import { benchGeneration } from './generation.bench.ts';
import { benchServices } from './services.bench.ts';
import { benchSubject } from './subject.bench.ts';

const scratch = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
try {
  process.stdout.write(
    `${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.versions.node}\n`,
  );
  process.stdout.write(renderFindings('workload', await benchGeneration()));
  process.stdout.write(renderFindings('services', await benchServices(scratch)));
  process.stdout.write(renderFindings('strategies', await benchSubject(scratch)));
} finally {
  await rm(scratch, { recursive: true, force: true });
}

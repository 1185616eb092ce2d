/** `npm run bench [-- PART…]`: all parts, or those named. Ratios are of runs side by side; nothing here can fail. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Finding, renderFindings } from './findings.ts';
import { benchGeneration } from './generation.bench.ts';
import { benchParsers } from './parsers.bench.ts';
import { benchServices } from './services.bench.ts';
import { benchSubject } from './subject.bench.ts';

const parts: Readonly<Record<string, (scratch: string) => Promise<Finding[]>>> = {
  workload: benchGeneration,
  services: benchServices,
  strategies: benchSubject,
  parsers: benchParsers,
};

const wanted = process.argv.slice(2);
const scratch = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
try {
  process.stdout.write(
    `${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.versions.node}\n`,
  );
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name))
      process.stdout.write(renderFindings(name, await bench(scratch)));
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

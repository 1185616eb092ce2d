/**
 * `npm run bench [-- PART…]`: all parts, or those named; `PART=3` for so many runs where a part can be had shorter. Ratios
 * are of runs side by side; nothing here can fail.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { benchDifference, benchLargestDifference } from './difference.bench.ts';
import { type Finding, renderFindings } from './findings.ts';
import { benchGates } from './gates.bench.ts';
import { benchGeneration } from './generation.bench.ts';
import { benchLive } from './live.bench.ts';
import { benchParsers } from './parsers.bench.ts';
import { benchSensitivity } from './sensitivity.bench.ts';
import { benchServices } from './services.bench.ts';
import { benchStreams } from './streams.bench.ts';
import { benchSubject } from './subject.bench.ts';

const parts: Readonly<Record<string, (scratch: string, runs?: number) => Promise<Finding[]>>> = {
  workload: benchGeneration,
  services: benchServices,
  strategies: benchSubject,
  live: benchLive,
  streams: benchStreams,
  parsers: benchParsers,
  difference: benchDifference,
  'difference-at-1': benchLargestDifference,
  gates: benchGates,
  sensitivity: benchSensitivity,
};

const wanted = new Map(
  process.argv.slice(2).map((part) => {
    const [name = '', runs] = part.split('=');
    return [name, runs] as const;
  }),
);
const scratch = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
try {
  process.stdout.write(
    `${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.versions.node}\n`,
  );
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.size > 0 && !wanted.has(name)) continue;
    const runs = wanted.get(name);
    process.stdout.write(
      renderFindings(name, await bench(scratch, runs === undefined ? undefined : Number(runs))),
    );
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

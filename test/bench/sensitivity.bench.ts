import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { loadScenario } from '../../src/cases/load.ts';
import type { WorkloadDescription } from '../../src/cases/reqmgr2/workload/description.ts';
import { plainShape } from '../../src/cases/reqmgr2/workload/description.ts';
import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { readJournal } from '../../src/runner/files/journal-file.ts';
import { measure } from '../../src/runner/measure.ts';
import { formatBytes } from '../../src/units/bytes.ts';
import type { Finding } from './findings.ts';

const scale = 0.2;
const reference = 'naive';
const rows = ['idle', 'name-then-chunk chunk=100', 'line-stream', 'document-stream'] as const;

type Documents = Extract<WorkloadDescription['documents'], { spread: number }>;

/**
 * What production's description assumes, halved and doubled, at the same mean size. Its documents have four levels: half of
 * them is two (three, where transitions are), twice as many are eight. Of 266 keys a document has 134 or 530: tasks grow with
 * their keys, so that fewer fit, and the smallest documents do, too. Chains are 88 % of its documents; all of them is what can
 * be had of twice as many. The tail is how far sizes spread and how many documents have a long LumiList.
 */
const variations: Readonly<Record<string, (documents: Documents) => Documents>> = {
  'as it is': (documents) => documents,
  'half the levels': (documents) => ({ ...documents, shape: { ...plainShape, maxLevels: 2 } }),
  'twice the levels': (documents) => ({ ...documents, nesting: 7 }),
  'half the keys': (documents) => ({ ...documents, shape: { ...plainShape, keys: 0.3 } }),
  'twice the keys': (documents) => ({
    ...documents,
    meanBytes: Math.round(0.965 * documents.meanBytes),
    shape: { ...plainShape, keys: 2.7 },
  }),
  'half the chains': (documents) => withChains(documents, 0.5),
  'nothing but chains': (documents) => withChains(documents, 1 / 0.88),
  'half the tail': (documents) => withTail(documents, 0.5),
  'twice the tail': (documents) => withTail(documents, 2),
};

const withChains = (documents: Documents, factor: number): Documents => {
  const { TaskChain, StepChain, ReReco, Resubmission, DQMHarvest } = documents.types;
  const chains = (TaskChain + StepChain) * factor;
  const others = (1 - chains) / (1 - TaskChain - StepChain);
  return {
    ...documents,
    types: {
      TaskChain: TaskChain * factor,
      StepChain: StepChain * factor,
      ReReco: ReReco * others,
      Resubmission: Resubmission * others,
      DQMHarvest: DQMHarvest * others,
    },
  };
};

const withTail = ({ longLumiLists, ...documents }: Documents, factor: number): Documents => ({
  ...documents,
  spread: documents.spread * factor,
  longLumiLists: { ...longLumiLists, share: longLumiLists.share * factor },
});

/** Peak live of rows as shares of naive's, where what `production` assumes is halved and doubled. */
export const benchSensitivity = async (scratch: string, samples = 1): Promise<Finding[]> => {
  const production = loadDescription('production');
  const head = `peak live of ${reference} at a scale of ${scale}; of it ${rows.join(', ')}`;
  const findings: Finding[] = [{ what: head, measured: '', goal: null }];
  for (const [what, vary] of Object.entries(variations)) {
    const documents = vary(production.documents as Documents);
    const peaks = await peaksOf(scratch, { ...production, documents }, samples);
    const naive = peaks.get(reference) ?? Number.NaN;
    const shares = rows.map((row) => `${(((peaks.get(row) ?? Number.NaN) / naive) * 100).toFixed(1)} %`);
    findings.push({ what, measured: `${formatBytes(naive)}; ${shares.join(', ')}`, goal: null });
    process.stderr.write(`${what}: ${findings.at(-1)?.measured}\n`);
  }
  return findings;
};

const peaksOf = async (
  scratch: string,
  workload: WorkloadDescription,
  samples: number,
): Promise<ReadonlyMap<string, number>> => {
  const folder = await mkdtemp(path.join(scratch, 'run-'));
  await writeFile(path.join(folder, 'workload.yaml'), stringify(workload));
  const strategies = [
    'idle',
    reference,
    { 'name-then-chunk': { chunk: 100 } },
    'line-stream',
    'document-stream',
  ];
  const scenario = {
    name: 'sensitivity',
    workload: './workload.yaml',
    scale,
    samples,
    metrics: ['peakLive'],
    strategies,
  };
  await writeFile(path.join(folder, 'scenario.yaml'), stringify(scenario));
  const { signal } = new AbortController();
  for await (const _ of measure(loadScenario(path.join(folder, 'scenario.yaml')), folder, signal));
  const { results } = sideOfJournal((await readJournal(folder)).journal);
  return new Map(
    results.map((result) => {
      if (result.status === 'failed') throw new Error(`${result.label} failed: ${result.failure}`);
      const readings = [...(result.readings.peakLive ?? [])].sort((a, b) => a - b);
      return [result.label, readings[Math.floor(readings.length / 2)] ?? Number.NaN];
    }),
  );
};

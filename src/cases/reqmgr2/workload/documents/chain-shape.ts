import type { Shape } from './json-text.ts';
import type { SlotMaker } from './slots.ts';
import type { Variant } from './vocabulary.ts';

const tiers = [
  'GEN-SIM',
  'GEN-SIM-RAW',
  'AODSIM',
  'MINIAODSIM',
  'NANOAODSIM',
  'DQMIO',
  'ALCARECO',
  'LHE',
] as const;
const datasetsPerTask = 4;

/** What only a TaskChain or StepChain has: its tasks or steps, and the lists and maps that grow with their number. */
export const chainParts = (
  slots: SlotMaker,
  words: Variant,
  type: 'TaskChain' | 'StepChain',
  count: number,
): Record<string, Shape> => {
  const primary = `${words.primaryDataset}_${slots.token()}`;
  const links = Array.from({ length: count }, (_, i) => createLink(slots, words, primary, i));
  const prefix = type === 'TaskChain' ? 'Task' : 'Step';
  return {
    ...Object.fromEntries(
      links.map((link, i) => [
        `${prefix}${i + 1}`,
        taskOf(slots, words, prefix, primary, link, links[i - 1]),
      ]),
    ),
    [type]: count,
    AcquisitionEra: Object.fromEntries(links.map(({ name }) => [name, words.campaign])),
    ProcessingString: Object.fromEntries(links.map(({ name, processing }) => [name, processing])),
    ChainParentageMap: Object.fromEntries(
      links.map((link, i) => [
        `${prefix}${i + 1}`,
        { ParentDset: i === 0 ? link.input : (links[i - 1]?.datasets[0] ?? null), ChildDsets: link.datasets },
      ]),
    ),
    OutputDatasets: links.flatMap(({ datasets }) => datasets),
    OutputModulesLFNBases: links.flatMap(({ processing }, i) =>
      tiersOf(i).map((tier) => `/store/unmerged/${words.campaign}/${primary}/${tier}/${processing}-v2`),
    ),
    PrimaryDataset: primary,
    DeterministicPileup: false,
    IgnoredOutputModules: [],
    MCPileup: `/Neutrino_E-10_gun/RunIIIPremix-${words.globalTag}_${slots.token()}-v1/PREMIX`,
  };
};

interface Link {
  readonly name: string;
  readonly input: string;
  readonly processing: string;
  readonly datasets: readonly string[];
}

const tiersOf = (index: number): string[] =>
  Array.from({ length: datasetsPerTask }, (_, i) => tiers[(index + i) % tiers.length] as string);

const createLink = (slots: SlotMaker, words: Variant, primary: string, index: number): Link => {
  const processing = `${words.processing}_${slots.token()}_${index}`;
  return {
    name: `${words.group}-${words.campaign}_${index}_${slots.token()}`,
    input: `/${primary}/${words.campaign}-${slots.token()}-v1/RAW`,
    processing,
    datasets: tiersOf(index).map(
      (tier) => `/${primary}/${words.campaign}-${processing}-v${slots.digits(1)}/${tier}`,
    ),
  };
};

const taskOf = (
  slots: SlotMaker,
  words: Variant,
  prefix: 'Task' | 'Step',
  primary: string,
  link: Link,
  before: Link | undefined,
): Shape => ({
  [`${prefix}Name`]: link.name,
  AcquisitionEra: words.campaign,
  CMSSWVersion: words.release,
  ScramArch: [words.architecture],
  Campaign: words.campaign,
  ConfigCacheID: slots.hex(32).toString(),
  GlobalTag: words.globalTag,
  PrepID: `${words.group}-${words.campaign}-${slots.digits(5)}`,
  ProcessingString: link.processing,
  KeepOutput: before !== undefined,
  SplittingAlgo: before === undefined ? 'EventBased' : 'EventAwareLumiBased',
  EventsPerJob: slots.integer(4),
  EventsPerLumi: slots.integer(3),
  RequestNumEvents: slots.integer(7),
  FilterEfficiency: slots.integer(1),
  Memory: slots.integer(4),
  Multicore: 8,
  SizePerEvent: slots.integer(4),
  TimePerEvent: slots.integer(2),
  MCPileup: `/Neutrino_E-10_gun/RunIIIPremix-${words.globalTag}_${slots.token()}-v1/PREMIX`,
  LumiList: {},
  TransientOutputModules: [],
  ...(before === undefined
    ? { InputDataset: link.input, Seeding: 'AutomaticSeeding', PrimaryDataset: primary }
    : { [`Input${prefix}`]: before.name, InputFromOutputModule: 'RAWSIMoutput' }),
});

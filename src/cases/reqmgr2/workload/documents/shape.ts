import type { DocumentShaping, RequestType } from '../description.ts';
import { chainParts } from './chain-shape.ts';
import type { Shape } from './json-text.ts';
import { shaped } from './shaping.ts';
import { type SlotKind, SlotMaker } from './slots.ts';
import { type Variant, variants } from './vocabulary.ts';

/** The shape of one kind of document: which keys and nesting it has, and where its slots are. */
export interface DocumentShape {
  readonly shape: { readonly [key: string]: Shape };
  readonly slots: readonly SlotKind[];
}

/** What of a workload's description decides the shapes of its documents. */
export interface ShapeWishes extends DocumentShaping {
  /** Levels of objects inside one another, in a key of their own; 0 for a document like the real ones. */
  readonly nesting: number;
}

/** @param tasks tasks or steps of a chain; ignored for other types */
export const documentShape = (
  type: RequestType,
  tasks: number,
  variant: number,
  { nesting, ...shaping }: ShapeWishes,
): DocumentShape => {
  const slots = new SlotMaker();
  const words = variants[variant];
  if (words === undefined) throw new RangeError(`there is no variant ${variant}`);
  const name = slots.text('name');
  const own =
    type === 'TaskChain' || type === 'StepChain'
      ? chainParts(slots, words, type, tasks)
      : plain(slots, words, type);
  const revision = slots.hex(32);
  const parts = {
    ...identity(slots, words, type, `${name}`),
    ...limits(slots),
    ...placement(slots, words),
    ...history(slots),
    ...own,
    ...(nesting > 0 && { NestedSettings: nestedSettings(slots, nesting) }),
    ...(shaping.remarks > 0 && { Remarks: `${slots.text('remarks')}` }),
    LumiList: slots.text('lumiList'),
  };
  const shape = { _id: `${name}`, _rev: `${slots.text('generation')}-${revision}`, ...parts };
  return { shape: shaped(shape, slots, shaping), slots: slots.kinds };
};

const identity = (
  slots: SlotMaker,
  words: Variant,
  type: RequestType,
  name: string,
): Record<string, Shape> => ({
  RequestName: name,
  RequestType: type,
  SubRequestType: type === 'Resubmission' ? 'ReDigi' : '',
  RequestStatus: `${slots.text('status')}`,
  RequestString: `${slots.text('prepId')}__v1_T`,
  RequestWorkflow: `https://cmsweb.cern.ch/couchdb/reqmgr_workload_cache/${name}/spec`,
  Requestor: words.requestor,
  RequestorDN: `/DC=ch/DC=cern/OU=Organic Units/OU=Users/CN=${words.requestor}/CN=${slots.digits(6)}/CN=Robot: request ${slots.token()}`,
  Group: words.group,
  Campaign: words.campaign,
  PrepID: `${slots.text('prepId')}`,
  CMSSWVersion: words.release,
  ScramArch: [words.architecture],
  GlobalTag: words.globalTag,
  GlobalTagConnect: null,
  ConfigCacheID: slots.hex(32).toString(),
  ConfigCacheUrl: 'https://cmsweb.cern.ch/couchdb',
  CouchDBName: 'reqmgr_config_cache',
  CouchURL: 'https://cmsweb.cern.ch/couchdb',
  CouchWorkloadDBName: 'reqmgr_workload_cache',
  DbsUrl: 'https://cmsweb-prod.cern.ch/dbs/prod/global/DBSReader',
  DQMUploadUrl: 'https://cmsweb.cern.ch/dqm/offline',
  DQMUploadProxy: null,
  DQMConfigCacheID: slots.hex(32).toString(),
  DQMHarvestUnit: 'byRun',
  DQMSequences: [],
  Dashboard: 'production',
  DashboardHost: 'cms-jobmon.cern.ch',
  DashboardPort: 8884,
  Comments: [`${words.comment} (${slots.token()})`],
  ParentageResolved: words.parentageResolved,
  IncludeParents: words.includeParents,
  TransferDone: words.transferDone,
  TransferTape: words.transferTape,
});

const limits = (slots: SlotMaker): Record<string, Shape> => ({
  AllowOpportunistic: false,
  BlockCloseMaxEvents: 25000000,
  BlockCloseMaxFiles: 500,
  BlockCloseMaxSize: 5000000000000,
  BlockCloseMaxWaitTime: 28800,
  DeleteFromSource: false,
  EnableHarvesting: false,
  EnableNewStageout: false,
  EventStreams: 0,
  FirstEvent: 1,
  FirstLumi: 1,
  GracePeriod: 300,
  HardTimeout: 129900,
  InitialPriority: slots.integer(5),
  MaxMergeEvents: 200000000,
  MaxMergeSize: 8589934592,
  MaxWaitTime: 28800,
  Memory: slots.integer(4),
  MinMergeSize: 2147483648,
  Multicore: 8,
  OpenRunningTimeout: 28800,
  PeriodicHarvestInterval: 0,
  RequestNumEvents: slots.integer(7),
  RequestPriority: slots.integer(5),
  RobustMerge: true,
  RunNumber: 0,
  SizePerEvent: slots.integer(4),
  SoftTimeout: 129600,
  TimePerEvent: slots.integer(2),
  TotalEstimatedJobs: slots.integer(5),
  TotalInputEvents: slots.integer(8),
  TotalInputFiles: slots.integer(4),
  TotalInputLumis: slots.integer(5),
});

const placement = (slots: SlotMaker, words: Variant): Record<string, Shape> => ({
  CustodialSites: [],
  NonCustodialSites: words.sites.slice(0, 1),
  AutoApproveSubscriptionSites: words.sites.slice(0, 2),
  SiteBlacklist: [],
  SiteWhitelist: words.sites,
  SubscriptionPriority: 'Low',
  Team: 'production',
  TrustPUSitelists: true,
  TrustSitelists: false,
  MergedLFNBase: '/store/mc',
  UnmergedLFNBase: '/store/unmerged',
  Override: { 'eos-lfn-prefix': `root://eoscms.cern.ch//eos/cms/store/logs/prod/recent/${slots.token()}` },
  OverrideCatalog: null,
  VoGroup: 'unknown',
  VoRole: 'unknown',
  ValidStatus: 'PRODUCTION',
});

const history = (slots: SlotMaker): Record<string, Shape> => ({
  RequestDate: [
    2024,
    slots.integer(1),
    slots.integer(1),
    slots.integer(1),
    slots.integer(1),
    slots.integer(1),
  ],
  ProcessingVersion: slots.integer(1),
  PriorityTransition: [
    { DN: 'unified', Priority: slots.integer(5), UpdateTime: slots.integer(9) },
    { DN: `operator ${slots.token()}`, Priority: slots.integer(6), UpdateTime: slots.integer(9) },
  ],
  RequestTransition: slots.text('transitions'),
});

const nestedSettings = (slots: SlotMaker, levels: number): Shape => ({
  Setting: slots.integer(6),
  ...(levels > 1 && { Inner: nestedSettings(slots, levels - 1) }),
});

const plain = (slots: SlotMaker, words: Variant, type: RequestType): Record<string, Shape> => {
  const primary = `${words.primaryDataset}_${slots.token()}`;
  const era = `${words.campaign}-${words.processing}_${slots.token()}`;
  const input = `/${primary}/${era}-v${slots.digits(1)}/${type === 'DQMHarvest' ? 'DQMIO' : 'RAW'}`;
  const outputs = type === 'DQMHarvest' ? [] : ['AOD', 'MINIAOD', 'NANOAOD', 'DQMIO'];
  return {
    AcquisitionEra: words.campaign,
    ProcessingString: `${words.processing}_${slots.token()}`,
    PrimaryDataset: primary,
    InputDataset: input,
    MCPileup: null,
    Scenario: 'pp',
    SplittingAlgo: 'EventAwareLumiBased',
    EventsPerJob: slots.integer(4),
    FilesPerJob: 1,
    LumisPerJob: 8,
    BlockBlacklist: [],
    BlockWhitelist: [`${input}#${slots.hex(8)}-${slots.hex(4)}-${slots.hex(4)}-${slots.hex(12)}`],
    RunBlacklist: [],
    RunWhitelist: [slots.integer(6), slots.integer(6), slots.integer(6), slots.integer(6)],
    IgnoredOutputModules: [],
    TransientOutputModules: [],
    OutputDatasets: outputs.map((tier) => `/${primary}/${era}-v${slots.digits(1)}/${tier}`),
    OutputModulesLFNBases: outputs.map(
      (tier) =>
        `/store/unmerged/${words.campaign}/${primary}/${tier}/${words.processing}_${slots.token()}-v1`,
    ),
    ...(type === 'Resubmission'
      ? {
          InitialTaskPath: `/${slots.text('prepId')}__v1_T/Recovery_${slots.token()}`,
          OriginalRequestName: `${slots.text('prepId')}__v1_T_original_${slots.token()}`,
          CollectionName: `recovery_${slots.token()}`,
        }
      : {}),
  };
};

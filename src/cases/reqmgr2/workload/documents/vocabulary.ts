/**
 * What a document's variant decides: the words and flags whose length or truth differs between documents. Everything
 * else that differs is a slot. A third of the variants wait for output or tape, so that a rule cleaner meets each case.
 */
export interface Variant {
  readonly release: string;
  readonly architecture: string;
  readonly campaign: string;
  readonly globalTag: string;
  readonly primaryDataset: string;
  readonly processing: string;
  readonly group: string;
  readonly requestor: string;
  readonly comment: string;
  readonly sites: readonly string[];
  readonly includeParents: boolean;
  readonly parentageResolved: boolean;
  readonly transferDone: boolean;
  readonly transferTape: boolean;
}

export const variants: readonly Variant[] = [
  {
    release: 'CMSSW_14_0_18',
    architecture: 'el8_amd64_gcc12',
    campaign: 'RunIII2024Summer24wmLHEGS',
    globalTag: '140X_mcRun3_2024_realistic_v26',
    primaryDataset: 'TTto2L2Nu_TuneCP5_13p6TeV_powheg-pythia8',
    processing: 'Premix_140X_mcRun3_2024_realistic_v26',
    group: 'PPD',
    requestor: 'pdmvserv',
    comment: 'main sample of the campaign, to be ready before the next statistics freeze',
    sites: ['T1_DE_KIT', 'T1_ES_PIC', 'T1_FR_CCIN2P3', 'T1_US_FNAL', 'T2_CH_CERN', 'T2_DE_DESY', 'T2_US_MIT'],
    includeParents: false,
    parentageResolved: true,
    transferDone: true,
    transferTape: true,
  },
  {
    release: 'CMSSW_13_0_17',
    architecture: 'el8_amd64_gcc11',
    campaign: 'Run3Summer23BPixGS',
    globalTag: '130X_mcRun3_2023_realistic_postBPix_v6',
    primaryDataset: 'QCD_PT-80to120_MuEnrichedPt5_TuneCP5_13p6TeV_pythia8',
    processing: 'Pilot_130X_mcRun3_2023_realistic_postBPix_v6',
    group: 'DATAOPS',
    requestor: 'cmsunified',
    comment: 'extension of an earlier request; same seed policy',
    sites: ['T1_IT_CNAF', 'T1_UK_RAL', 'T1_US_FNAL', 'T2_IT_Legnaro', 'T2_UK_London_IC'],
    includeParents: false,
    parentageResolved: true,
    transferDone: false,
    transferTape: false,
  },
  {
    release: 'CMSSW_10_6_40',
    architecture: 'slc7_amd64_gcc700',
    campaign: 'RunIISummer20UL18wmLHEGEN',
    globalTag: '106X_upgrade2018_realistic_v16_L1v1',
    primaryDataset: 'ZZTo4L_M-1toInf_TuneCP5_13TeV_powheg_pythia8',
    processing: 'SIM_106X_upgrade2018_realistic_v16_L1v1',
    group: 'HIG',
    requestor: 'pdmvserv',
    comment: 'legacy conditions, frozen release',
    sites: ['T2_BE_UCL', 'T2_CH_CERN', 'T2_EE_Estonia', 'T2_FR_GRIF', 'T2_US_Caltech', 'T2_US_Nebraska'],
    includeParents: true,
    parentageResolved: true,
    transferDone: true,
    transferTape: true,
  },
  {
    release: 'CMSSW_14_1_0_pre7',
    architecture: 'el9_amd64_gcc12',
    campaign: 'HIN2024PbPbDrumMC',
    globalTag: '141X_mcRun3_2024_realistic_HI_v14',
    primaryDataset: 'Pythia8_Z0toMuMu_TuneCP5_5362GeV',
    processing: 'NoPU_141X_mcRun3_2024_realistic_HI_v14',
    group: 'HIN',
    requestor: 'ppdvalidator',
    comment: 'heavy ion; low multiplicity first',
    sites: ['T1_FR_CCIN2P3', 'T2_US_Vanderbilt', 'T2_US_MIT'],
    includeParents: false,
    parentageResolved: false,
    transferDone: true,
    transferTape: false,
  },
  {
    release: 'CMSSW_12_4_21',
    architecture: 'el8_amd64_gcc10',
    campaign: 'Run3Summer22EEDRPremix',
    globalTag: '124X_mcRun3_2022_realistic_postEE_v1',
    primaryDataset: 'DYto2L-4Jets_MLL-50_TuneCP5_13p6TeV_madgraphMLM-pythia8',
    processing: 'Poisson70KeepRAW_124X_mcRun3_2022_realistic_postEE_v1',
    group: 'SUS',
    requestor: 'cmsunified',
    comment: 'asked for by the analysis of Jos\u00e9 and Zo\u00eb; see the campaign page',
    sites: ['T1_RU_JINR', 'T1_US_FNAL', 'T2_BR_SPRACE', 'T2_ES_CIEMAT', 'T2_PT_NCG_Lisbon', 'T2_US_Purdue'],
    includeParents: false,
    parentageResolved: true,
    transferDone: true,
    transferTape: true,
  },
  {
    release: 'CMSSW_15_0_2',
    architecture: 'el8_amd64_gcc12',
    campaign: 'Phase2Spring24DIGIRECOMiniAOD',
    globalTag: '140X_mcRun4_realistic_v4',
    primaryDataset: 'MinBias_TuneCP5_14TeV-pythia8',
    processing: 'PU200_Trk1GeV_140X_mcRun4_realistic_v4',
    group: 'UPG',
    requestor: 'pdmvserv',
    comment: 'upgrade studies with 200 pile-up events; needs sites with much memory',
    sites: ['T1_US_FNAL', 'T2_CH_CERN', 'T2_CH_CERN_HLT', 'T2_US_Wisconsin'],
    includeParents: false,
    parentageResolved: true,
    transferDone: true,
    transferTape: true,
  },
];

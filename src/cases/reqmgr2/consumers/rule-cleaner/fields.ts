import type { JsonValue } from '../../../../subject/json.ts';

export type FieldType = 'string' | 'list' | 'object' | 'boolean';

export interface Field {
  readonly type: FieldType;
  /** The value where the document has the field nowhere. */
  readonly absent: JsonValue;
}

/** The fields of a rule cleaner's record (WMCore, MSRuleCleanerWflow.docSchema). */
export const fields = {
  RequestName: { type: 'string', absent: null },
  RequestType: { type: 'string', absent: null },
  SubRequestType: { type: 'string', absent: null },
  RequestStatus: { type: 'string', absent: null },
  OutputDatasets: { type: 'list', absent: [] },
  RulesToClean: { type: 'object', absent: {} },
  CleanupStatus: { type: 'object', absent: {} },
  TransferDone: { type: 'boolean', absent: false },
  TransferTape: { type: 'boolean', absent: false },
  TapeRulesStatus: { type: 'list', absent: [] },
  TargetStatus: { type: 'string', absent: null },
  ParentageResolved: { type: 'boolean', absent: true },
  PlineMarkers: { type: 'list', absent: null },
  IsClean: { type: 'boolean', absent: false },
  IsLogDBClean: { type: 'boolean', absent: false },
  IsArchivalDelayExpired: { type: 'boolean', absent: false },
  ForceArchive: { type: 'boolean', absent: false },
  RequestTransition: { type: 'list', absent: [] },
  IncludeParents: { type: 'boolean', absent: false },
  InputDataset: { type: 'string', absent: null },
  ParentDataset: { type: 'string', absent: null },
  StatusAdvanceExpiredMsg: { type: 'string', absent: '' },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];

/**
 * The strategies that a scenario may name, with their parameters. Plain data without imports: the subject reads it too.
 */
export type ParameterRule =
  | { readonly kind: 'integer'; readonly min: number; readonly default: number; readonly meaning: string }
  | {
      readonly kind: 'choice';
      readonly of: readonly string[];
      readonly default: string;
      readonly meaning: string;
    };

export interface StrategyEntry {
  /** What it does, in one line. */
  readonly idea: string;
  readonly params: Readonly<Record<string, ParameterRule>>;
}

export const strategyCatalogue = {
  idle: { idea: 'fetches the locks and no workflow: the floor', params: {} },
  naive: {
    idea: 'all documents of all statuses merged into one object, then walked, as the service does',
    params: {},
  },
  'per-status': { idea: 'all documents of one status at a time', params: {} },
  'name-then-chunk': {
    idea: 'the names of a status first, then the documents of `chunk` names at a time',
    params: {
      chunk: { kind: 'integer', min: 1, default: 100, meaning: 'names a request' },
      lookup: {
        kind: 'choice',
        of: ['get', 'post'],
        default: 'post',
        meaning:
          'names in the request line, or in the body (a hundred names do not fit in a request line of 8 KB)',
      },
    },
  },
  'line-stream': {
    idea: 'a request a status whose answer is one document a line (`common_dict=1`), each parsed as its line ends',
    params: {},
  },
  'document-stream': {
    idea: "the service's default answer, cut at document boundaries as it arrives, each document parsed alone",
    params: {},
  },
  'row-stream': {
    idea: "CouchDB's view with the documents in its rows, a row at a time",
    params: {},
  },
} as const satisfies Record<string, StrategyEntry>;

export type StrategyName = keyof typeof strategyCatalogue;
export const strategyNames = Object.keys(strategyCatalogue) as StrategyName[];
export const isStrategyName = (name: string): name is StrategyName => Object.hasOwn(strategyCatalogue, name);

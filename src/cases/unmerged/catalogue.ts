import type { StrategyEntry } from '../../scenario/case.ts';

/** The strategies that a scenario may name. Plain data. */
export const strategyCatalogue = {
  idle: { idea: 'fetches what is protected and no file: the idle row', params: {} },
  naive: { idea: 'the JSON list parsed whole, then walked, as the service did until 2024', params: {} },
  'naive-on-disk': {
    idea: "the same through WMCore's client, which puts the list on disk and reads it back",
    params: {},
  },
  lines: { idea: 'a path a line, each taken as its line ends', params: {} },
  'lines-on-disk': {
    idea: "the same through WMCore's client, which takes the whole body before it is on disk, and reads lines from there",
    params: {},
  },
  'json-stream': { idea: 'the JSON list cut at its quotes as it arrives', params: {} },
} as const satisfies Record<string, StrategyEntry>;

export type StrategyName = keyof typeof strategyCatalogue;

/** What is done with the files, and what it counts. */
export const consumers = {
  msunmerged: {
    title: 'MSUnmerged cycle',
    counts: { total: 'files', toDelete: 'directories to delete', protected: 'protected directories' },
  },
} as const;
export type ConsumerName = keyof typeof consumers;

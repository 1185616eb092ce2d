/** What a report calls things. */
export const words = { item: 'workflow', items: 'workflows' } as const;

/**
 * What is done with the workflows, each by a service of WMCore's, and what it counts, in the order of a table's columns. A
 * scenario that names none means the first.
 */
export const consumers = {
  'rule-cleaner': {
    title: 'rule cleaner',
    counts: {
      total: 'total',
      cleaned: 'cleaned',
      normalArchived: 'normal archived',
      forceArchived: 'force archived',
    },
    formerly: 'ruleCleaner',
  },
  output: { title: 'MSOutput cycle', counts: { total: 'total', datasets: 'output datasets' } },
  transferor: {
    title: 'MSTransferor cycle',
    counts: {
      total: 'total',
      slices: 'slices',
      datasets: 'input datasets',
      late: 'behind one of less priority',
    },
  },
} as const;
export type ConsumerName = keyof typeof consumers;

/** What a report calls things. */
export const words = { item: 'workflow', items: 'workflows' } as const;

export const consumerTitle = 'rule cleaner';

/** What the rule cleaner counts, in the order of a table's columns. */
export const cleanerCounts = {
  total: 'total',
  cleaned: 'cleaned',
  normalArchived: 'normal archived',
  forceArchived: 'force archived',
} as const;

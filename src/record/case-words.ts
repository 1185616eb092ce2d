/** What a case calls its things, in sentences for people. */
interface CaseWords {
  /** What a strategy yields: one, and several. */
  readonly item: string;
  readonly items: string;
  /** Who consumes them. */
  readonly consumer: string;
  /** What the consumer counts, by its names in a report. */
  readonly counts: Readonly<Record<string, string>>;
}

/** The built-in case's. */
export const caseWords: CaseWords = {
  item: 'workflow',
  items: 'workflows',
  consumer: 'rule cleaner',
  counts: {
    total: 'total',
    cleaned: 'cleaned',
    normalArchived: 'normal archived',
    forceArchived: 'force archived',
  },
};

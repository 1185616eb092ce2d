/** A strategy that holds so many bytes beside the documents. */
export const holding = (bytes: number): string =>
  `export default async function* ({ reqmgr, statuses }) {
    const held = Buffer.alloc(${bytes}, 1);
    yield* Object.values(await reqmgr.requestsByStatus(statuses));
    if (held[0] !== 1) throw new Error('it must be held to the end');
  }`;

export const scenario = `name: mine
workload: small
scale: 0.05
strategies: [./strategy.ts, ./hopeless.ts: { expect: fails }]
budgets: [{ strategy: ./strategy.ts, peakLive: 1 GB, wallTime: 1 min }]
`;

export const hopeless = 'export default async function* () { throw new Error("out of order"); }';

export const gateArgs = [
  'gate',
  'mine.yaml',
  '--baseline',
  'baseline.json',
  '--fail-on',
  'peakLive:2%',
  '--quiet',
];

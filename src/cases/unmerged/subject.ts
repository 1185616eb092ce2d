import type { CaseSubject } from '../../subject/case.ts';
import type { ConsumerName, StrategyName } from './catalogue.ts';
import { createRucioConMon, fetchProtectedLfns } from './client/rucio-con-mon.ts';
import type { Clients } from './context.ts';

/** What a subject is told to fetch. */
export interface Fetched {
  readonly rse: string;
}

const unmerged: CaseSubject<Clients> = {
  open: ({ http, data }) => ({
    rucio: createRucioConMon(http),
    protectedLfns: () => fetchProtectedLfns(http),
    rse: (data as Fetched).rse,
  }),
  readByPost: [],
  example: 'export default async function* ({ rucio, rse }) { … yield path; }',
  strategies: {
    idle: () => import('./strategies/idle.ts'),
    naive: () => import('./strategies/naive.ts'),
    'naive-on-disk': () => import('./strategies/naive-on-disk.ts'),
    lines: () => import('./strategies/lines.ts'),
    'lines-on-disk': () => import('./strategies/lines-on-disk.ts'),
    'json-stream': () => import('./strategies/json-stream.ts'),
  } satisfies Record<StrategyName, unknown>,
  consumers: {
    msunmerged: () => import('./consumer.ts'),
  } satisfies Record<ConsumerName, unknown>,
};

export default unmerged;

import { type MetricDefinition, plain } from './definition.ts';

const ofServers = {
  ...plain,
  table: 'server',
  measured: 'by default',
  ofStrategy: { lacks: 'it is read of a server under load', isQuiet: true },
  ofProgram: { lacks: 'it is read of a server under load', isQuiet: true },
  ofServer: 'same',
} as const;

/** What is read of a server under load, beside the figures of every process. */
export const serverMetrics = {
  liveBefore: {
    ...ofServers,
    title: 'live before',
    unit: 'bytes',
    readBy: 'stretches',
    isPortable: true,
    meaning:
      'what was alive inside the server when it was ready, before the first request (Node: heap and external memory after a collection; Python: tracemalloc)',
  },
  liveSettled: {
    ...ofServers,
    title: 'live settled',
    unit: 'bytes',
    readBy: 'stretches',
    isPortable: true,
    meaning: 'the same after the last request, when all connections were closed',
  },
  growthPerRequest: {
    ...ofServers,
    title: 'growth a request',
    unit: 'bytes',
    readBy: 'stretches',
    isPortable: true,
    meaning:
      'bytes by which settled memory changes from request to request, over stretches of the load after the warm-up: it grows, settles, or is not decided',
  },
  rssBefore: {
    ...ofServers,
    title: 'RSS before',
    unit: 'bytes',
    readBy: 'timing',
    isPortable: false,
    meaning: 'resident memory of its processes when it was ready, before the first request',
  },
  rssSettled: {
    ...ofServers,
    title: 'RSS settled',
    unit: 'bytes',
    readBy: 'timing',
    isPortable: false,
    meaning:
      'the same after the last request, when it had stayed within 1 % for a quarter of a second, or after five seconds',
  },
  requestsPerSecond: {
    ...ofServers,
    title: 'requests/s',
    unit: 'rate',
    better: 'more',
    readBy: 'timing',
    isPortable: false,
    meaning:
      'answers a second, by as many connections as the scenario says, each sending the next request when the last is answered',
  },
  latencyP50: {
    ...ofServers,
    title: 'latency p50',
    unit: 'ms',
    readBy: 'timing',
    isPortable: false,
    meaning: 'half of the requests were answered to the last byte within this time',
  },
  latencyP90: {
    ...ofServers,
    title: 'p90',
    unit: 'ms',
    readBy: 'timing',
    isPortable: false,
    meaning: 'the same of 90 % of the requests',
  },
  latencyP99: {
    ...ofServers,
    title: 'p99',
    unit: 'ms',
    readBy: 'timing',
    isPortable: false,
    meaning: 'the same of 99 % of the requests',
  },
  requestErrors: {
    ...ofServers,
    title: 'errors',
    unit: 'count',
    readBy: 'timing',
    isPortable: false,
    isToldAtZero: false,
    meaning:
      'requests without an answer of status 2xx: another status, a connection that broke, no answer in time',
  },
} as const satisfies Record<string, MetricDefinition>;

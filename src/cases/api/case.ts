import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hash52, openDigest } from '../../record/journal/fingerprint.ts';
import type { WorkloadSummary } from '../../record/journal/journal.ts';
import { promptServices, type ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
import type { Asked, Case, Opened, Refused, Server } from '../../scenario/case.ts';
import { describe, type Problem } from '../../scenario/problems.ts';
import type { WrittenCase } from '../../scenario/services/own-case.ts';
import { isFile, shownPath } from '../../scenario/yaml-file.ts';
import type { Fetched } from './consumer.ts';
import { pluralOf } from './plural.ts';
import type { Served } from './services.ts';

/** With this file's own extension: `.js` in the package, which is built. */
const moduleAt = (place: string): string =>
  new URL(`${place}${path.extname(import.meta.filename)}`, import.meta.url).href;

/** An API of the user's own: handlers, or a server, and strategies that fetch from it. */
export const describedCase = (written: WrittenCase, folder: string): Case | Refused => {
  const { item, items = pluralOf(item), consumer, services } = written;
  const problems = [
    ...missingFile(consumer, 'consumer', folder),
    ...missingFile(services, 'services', folder),
  ];
  if (problems.length > 0) return { problems };
  const server = serverOf(services, folder);
  return {
    name: items,
    modules: {
      services: moduleAt('./services'),
      subject: moduleAt('./subject'),
      ...(consumer !== undefined && { consumer: path.resolve(folder, consumer) }),
    },
    ...(typeof services === 'string' && { asksServices: shownPath(path.resolve(folder, services)) }),
    ...(server !== null && { server }),
    words: { item, items },
    strategies: { idle: { idea: 'asks for nothing', params: {} } },
    reference: null,
    consumers: { [consumer ?? 'each']: { title: 'consumer', counts: {} } },
    keys: { measurement: {}, services: {}, target: {} },
    log: { columns: 'key', versionOf: (key, more) => (more.length > 0 ? null : key) },
    open: (asked) => open(written, items, folder, asked),
    summarise: function* (opened) {
      yield* [];
      return summaryOf(
        opened,
        typeof services === 'string' ? services : (server?.command.join(' ') ?? 'target'),
      );
    },
    expect: ({ surveyed }) => {
      const { count = null, items: known = null } = surveyed ?? {};
      if (known === null) return { count };
      const always = { items: known, passing: [] };
      return () => always;
    },
  };
};

type Key = 'consumer' | 'services';

const missingFile = (written: unknown, key: Key, folder: string): Problem[] => {
  if (typeof written !== 'string' || isFile(path.resolve(folder, written))) return [];
  const message = `there is no file ${describe(written)}`;
  return [
    {
      path: ['case', key],
      at: 'value',
      message,
      advice: `Expected a module at ${path.resolve(folder, written)}.`,
    },
  ];
};

const serverOf = (services: WrittenCase['services'], folder: string): Server | null =>
  typeof services === 'object' ? { command: services.command, ready: services.ready ?? null, folder } : null;

const open = (
  { services, item, key, consumer, params }: WrittenCase,
  items: string,
  folder: string,
  { workload, seed, scale, services: behaviour }: Asked,
): Opened | Refused => {
  const problems = [
    ...problemsOfServices(services, workload === null),
    ...problemsOfBehaviour(services, behaviour, items),
  ];
  if (problems.length > 0) return { problems };
  const context = { seed, scale, params };
  const keyed = { key: key ?? null, item };
  return {
    groups: {},
    served:
      typeof services === 'string'
        ? ({ module: path.resolve(folder, services), written: services, context, ...keyed } satisfies Served)
        : { context },
    fetched: {
      ...keyed,
      consumer: consumer === undefined ? null : path.resolve(folder, consumer),
    } satisfies Fetched,
    variables: {},
    serverVariables: {
      TIDEMARK_SEED: String(seed),
      TIDEMARK_SCALE: String(scale),
      TIDEMARK_PARAMS: JSON.stringify(params),
    },
  };
};

const problemsOfServices = (services: WrittenCase['services'], isTarget: boolean): Problem[] => {
  if (isTarget && services !== undefined) {
    const message = "a target is what strategies fetch from: the case's services beside it would not be used";
    return [{ path: ['target'], at: 'key', message, advice: 'Remove one of the two.' }];
  }
  if (isTarget || services !== undefined) return [];
  const message =
    'the case has no services: expected the path of their module, or a server such as command: [node, server.mjs]';
  return [{ path: ['case'], at: 'key', message, advice: 'Or a target, for a service that runs elsewhere.' }];
};

/** What nobody can do to what is served. */
const problemsOfBehaviour = (
  services: WrittenCase['services'],
  behaviour: ServicesBehaviour,
  items: string,
): Problem[] => {
  if (typeof services !== 'object') {
    if (behaviour.latency.perDocument === 0) return [];
    const message = `nobody knows how many ${items} an answer of the handlers holds, so latency cannot go by them`;
    return [
      {
        path: ['services', 'latency', 'perDocument'],
        at: 'key',
        message,
        advice: 'Give it perByte, or fixed.',
      },
    ];
  }
  return (Object.keys(behaviour) as (keyof ServicesBehaviour)[])
    .filter((key) => !isDeepStrictEqual(behaviour[key], promptServices[key]))
    .map((key) => ({
      path: ['services', key],
      at: 'key',
      message: `${key} is for handlers: a server that is started answers as it does, and nobody stands between`,
      advice: `Remove it, or let the case's services be a module of handlers.`,
    }));
};

const summaryOf = ({ surveyed, groups, served }: Opened, name: string): WorkloadSummary => {
  const digest = openDigest();
  for (const fingerprint of surveyed?.items ?? []) digest.add(fingerprint);
  const count = surveyed?.count ?? null;
  // Of other parameters or another seed, the same number of items are other ones.
  const context = hash52(JSON.stringify((served as Partial<Served> | null)?.context ?? null));
  return {
    name,
    items: count ?? 0,
    groups,
    bytes: 0,
    meanBytes: 0,
    nesting: 0,
    digest: surveyed?.items ? digest.text() : `${count ?? 'unknown'}:${context.toString(16)}`,
  };
};

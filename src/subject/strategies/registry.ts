import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UserError } from '../../errors/user-error.ts';
import { isStrategyName, type StrategyName, strategyNames } from '../../scenario/catalogue.ts';
import type { Strategy } from './context.ts';

/** The built-in strategies. Each is loaded only when chosen: what a subject loads is part of what is measured. */
const strategies: Readonly<Record<StrategyName, () => Promise<{ readonly default: Strategy }>>> = {
  idle: () => import('./idle.ts'),
  naive: () => import('./naive.ts'),
  'per-status': () => import('./per-status.ts'),
  'name-then-chunk': () => import('./name-then-chunk.ts'),
  'line-stream': () => import('./line-stream.ts'),
  'document-stream': () => import('./document-stream.ts'),
  'row-stream': () => import('./row-stream.ts'),
  paged: () => import('./paged.ts'),
  masked: () => import('./masked.ts'),
  'wmstats-filtered': () => import('./wmstats-filtered.ts'),
  'couch-direct': () => import('./couch-direct.ts'),
  'wmcore-client': () => import('./wmcore-client.ts'),
  'wmcore-client-repaired': () => import('./wmcore-client-repaired.ts'),
  cached: () => import('./cached.ts'),
};

/** Loads all of them, to have them compiled. */
export const loadBuiltInStrategies = async (): Promise<void> => {
  await Promise.all(Object.values(strategies).map((load) => load()));
};

/** A built-in strategy by its name, or the default export of a user's module by its absolute path. */
export const loadStrategy = async (nameOrPath: string): Promise<Strategy> => {
  if (isStrategyName(nameOrPath)) return (await strategies[nameOrPath]()).default;
  if (!isAbsolute(nameOrPath)) {
    throw new UserError(`no strategy is named "${nameOrPath}"`, {
      advice: `Known: ${strategyNames.join(', ')}. A module of your own is given by its absolute path.`,
    });
  }
  const advice =
    'Export one by default: export default async function* ({ reqmgr, statuses }) { … yield document; }';
  const exported = (await importModule(nameOrPath)).default;
  if (exported === undefined)
    throw new UserError(`strategy module ${nameOrPath} has no default export`, { advice });
  if (typeof exported !== 'function') {
    throw new UserError(`the default export of strategy module ${nameOrPath} is not a function`, { advice });
  }
  return exported as Strategy;
};

const importModule = async (path: string): Promise<{ readonly default?: unknown }> => {
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    throw new UserError(`strategy module ${path} cannot be loaded: ${messageOf(cause)}`, { cause });
  }
};

import { pathToFileURL } from 'node:url';
import { UserError } from '../../errors/user-error.ts';
import type { ConsumerReport } from '../../record/messages/subject-report.ts';
import type { Consumer, OnItem } from '../../subject/case.ts';
import { type Keyed, keyless, keyReader } from './keys.ts';

/** What a subject is told to fetch. */
export interface Fetched extends Keyed {
  /** The absolute path of the user's own consumer; null where items are counted, and nothing is done with them. */
  readonly consumer: string | null;
}

/** The default export of a user's consumer: takes the items, and may tell counts by name. */
type OwnConsumer = (items: AsyncIterable<never>) => unknown;

export const consumerOf = async (_name: string, data: unknown): Promise<Consumer> => {
  const fetched = data as Fetched;
  return fetched.consumer === null ? each(fetched) : ofOwn(fetched, await load(fetched.consumer));
};

/** Notes each item's key, and keeps nothing. */
const each =
  (keyed: Keyed): Consumer =>
  async (items, _, onItem) => {
    const note = noter(keyed, onItem);
    for await (const item of items()) note(item);
    return {};
  };

const ofOwn =
  (keyed: Fetched, consume: OwnConsumer): Consumer =>
  async (items, _, onItem) =>
    countsIn(await consume(noting(items(), keyed, onItem) as AsyncIterable<never>), keyed.consumer ?? '');

/** Tells of each item once whoever takes them asks for the next. */
async function* noting(items: AsyncIterable<unknown>, keyed: Keyed, onItem: OnItem): AsyncGenerator<unknown> {
  const note = noter(keyed, onItem);
  for await (const item of items) {
    yield item;
    note(item);
  }
}

const noter = (keyed: Keyed, onItem: OnItem): ((item: unknown) => void) => {
  const keyOf = keyReader(keyed);
  let position = 0;
  return (item) => {
    position += 1;
    const key = keyOf(item);
    if (key !== undefined) return onItem(key, key);
    const { message, advice } = keyless(keyed, `${keyed.item} ${position} that the strategy yielded`, item);
    throw new UserError(message, { advice });
  };
};

const load = async (file: string): Promise<OwnConsumer> => {
  const { default: exported } = await (
    import(pathToFileURL(file).href) as Promise<{ readonly default?: unknown }>
  ).catch(async (cause: unknown) => {
    // Late, so that it is in no figure.
    const { whyNotLoadedFrom } = await import('../../errors/load-place.ts');
    const why = await whyNotLoadedFrom(cause, file);
    throw new UserError(`the consumer's module ${file} cannot be loaded: ${why}`, { cause });
  });
  if (typeof exported === 'function') return exported as OwnConsumer;
  throw new UserError(`the consumer's module ${file} has no function as its default export`, {
    advice: 'Export one by default: export default async (items) => { for await (const item of items) … }',
  });
};

const countsIn = (told: unknown, file: string): ConsumerReport => {
  if (told === undefined || told === null) return {};
  const isCounts =
    typeof told === 'object' &&
    Object.values(told).every((count) => Number.isSafeInteger(count) && count >= 0);
  if (isCounts) return told as ConsumerReport;
  throw new UserError(`the consumer ${file} returned something else than counts by name`, {
    advice: 'Return whole numbers from 0, such as { total: 17 }, or nothing.',
  });
};

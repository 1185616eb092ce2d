/** What `import type { … } from 'tidemark/strategy'` offers to whoever writes a strategy for an API of their own. */
import type { CommonContext } from '../../subject/case.ts';
import type { Api } from './subject.ts';

/** What a strategy gets: `{ url, request, signal, params }`. */
export type StrategyContext = Api & Pick<CommonContext, 'params' | 'signal'>;

/** The default export of a strategy's module: yields each item once. */
export type Strategy<Item = unknown> = (context: StrategyContext) => AsyncIterable<Item> | Iterable<Item>;

/** The default export of a consumer's module: takes the items, and may tell whole numbers by name. */
export type Consumer<Item = unknown> = (
  items: AsyncIterable<Item>,
) => Promise<Readonly<Record<string, number>> | undefined>;

/** What `tidemark/services` offers to whoever writes the services of an API: msw's parts, which need not be installed beside it. */
import type { HttpHandler } from 'msw/http';

export { HttpResponse, http } from 'msw/http';
export { delay } from 'msw/utils/delay';

/** What a services' module is given. */
export interface ServicesContext {
  /** The scenario's seed. */
  readonly seed: number;
  /** What counts are to be multiplied by: the scenario's scale. */
  readonly scale: number;
  /** The `params` of the scenario's case. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** The default export of a services' module. */
export type Services = (context: ServicesContext) => readonly HttpHandler[] | Promise<readonly HttpHandler[]>;

type Items = Iterable<unknown> | AsyncIterable<unknown>;

/** Its export `expected`: how many items there are, the key of each, or the items themselves. */
export type Expected =
  | number
  | Items
  | ((context: ServicesContext) => number | Items | Promise<number | Items>);

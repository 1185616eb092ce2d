import type { StrategyParams } from '../record/messages/subject.ts';
import type { ConsumerReport } from '../record/messages/subject-report.ts';
import type { Http } from './client/http.ts';

/** What every strategy gets, whatever it fetches. */
export interface CommonContext {
  readonly params: StrategyParams;
  /** Aborted when the cycle ends early; the clients heed it by themselves. */
  readonly signal: AbortSignal;
  /** A strategy of the case's own by its name, for one that goes by it. */
  readonly builtIn: (name: string) => Promise<Strategy<never>>;
}

/** A way to fetch the items: yields each once, and holds no more of them than it must. */
export type Strategy<Context = CommonContext> = (context: Context) => AsyncIterable<unknown>;

/**
 * Told of each item once it is processed: what identifies it, and beginning with that, what identifies it in its present
 * state.
 */
export type OnItem = (name: string, version: string) => void;

/** What is done with each item: a cycle of the service. `items` is asked once, when the first item is wanted. */
export type Consumer<Context = unknown> = (
  items: () => AsyncIterable<unknown>,
  context: Context,
  onItem: OnItem,
) => Promise<ConsumerReport>;

/** The services or the target that a sample fetches from. */
export interface Connection {
  readonly http: Http;
  /** Without a slash at the end. */
  readonly url: string;
  /** What the scenario says of a target in the case's own keys; null for the services. */
  readonly target: Readonly<Record<string, unknown>> | null;
  /** What the harness's side of the case gave for this one, as JSON. */
  readonly data: unknown;
}

/** What the subject knows of a case: the default export of the case's module for it. */
export interface CaseSubject<Own extends object = object> {
  /** What strategies fetch with. */
  readonly open: (connection: Connection) => Own;
  /** Each is loaded only when chosen: what a subject loads is part of what is measured. */
  readonly strategies: Readonly<Record<string, Load<Strategy<Own & CommonContext>>>>;
  readonly consumers: Readonly<Record<string, Load<Consumer<Own & CommonContext>>>>;
  /** One that is none of these; absent where there is none but these. @param data see `Connection` */
  readonly consumerOf?: (name: string, data: unknown) => Promise<Consumer<Own>>;
  /** Paths whose POSTs only read: no other is ever sent. */
  readonly readByPost: readonly RegExp[];
  /** A strategy in a line, for whoever has written none that can be used. */
  readonly example: string;
}

type Load<Exported> = () => Promise<{ readonly default: Exported }>;

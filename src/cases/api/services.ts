import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type HttpHandler, HttpResponse, http } from 'msw/http';
import { getResponse } from 'msw/utils/get-response';
import { placeOfLoad } from '../../errors/load-place.ts';
import { deepestFrame, type Frame } from '../../errors/traceback.ts';
import { formatPlace, messageOf, type Place, UserError, whyNotLoaded } from '../../errors/user-error.ts';
import { type Fingerprint, fingerprintOf } from '../../record/journal/fingerprint.ts';
import type { Surveyed } from '../../scenario/case.ts';
import type { CaseServices } from '../../services/case.ts';
import { type Keyed, keyless, keyReader, shownItem } from './keys.ts';
import type { ServicesContext } from './public-services.ts';

/** What the services serve. */
export interface Served extends Keyed {
  /** The absolute path of the user's module. */
  readonly module: string;
  /** As the scenario writes it. */
  readonly written: string;
  readonly context: ServicesContext;
}

interface Loaded extends Served {
  readonly handlers: readonly HttpHandler[];
}

/** What a user's module imports as `tidemark/services`, wherever Tidemark lies and whether it is installed beside it or not. */
const ownName = 'tidemark/services';
const ownModule = new URL(`./public-services${path.extname(import.meta.filename)}`, import.meta.url).href;

const importModule = async ({ module, written }: Served): Promise<Readonly<Record<string, unknown>>> => {
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === ownName ? ownModule : specifier, context),
  });
  const place = { file: shownFile(module) };
  const loaded = (await import(pathToFileURL(module).href).catch(async (cause: unknown) => {
    throw new UserError(`the services' module cannot be loaded: ${whyNotLoaded(cause)}`, {
      place: shownPlace(await placeOfLoad(cause, module), module),
      cause,
    });
  })) as Readonly<Record<string, unknown>>;
  if (typeof loaded.default === 'function') return loaded;
  throw new UserError(`the services' module ${written} has no function as its default export`, {
    place,
    advice,
  });
};

const advice =
  "Expected export default ({ seed, scale, params }) => [http.get('/orders', …)], with http of tidemark/services.";

/** What must be waited for: the user's module, and its handlers. */
export const load = async (data: unknown): Promise<Loaded> => {
  const served = data as Served;
  const { default: serve } = await importModule(served);
  const handlers = await called(served, serve as Asked, 'its default export');
  if (Array.isArray(handlers) && handlers.every(isHandler)) return { ...served, handlers };
  throw new UserError(
    `the default export of ${served.written} returned something else than a list of handlers`,
    {
      place: { file: shownFile(served.module) },
      advice,
    },
  );
};

type Asked = (context: ServicesContext) => unknown;

const called = async ({ module, context }: Served, ask: Asked, what: string): Promise<unknown> => {
  try {
    return await ask(context);
  } catch (cause) {
    throw new UserError(`${what} failed: ${messageOf(cause)}`, { place: placeOf(cause, module), cause });
  }
};

/** The line of the user's own code that something was thrown at; the module where there is none. */
const placeOf = (thrown: unknown, module: string): Place => {
  const stack = thrown instanceof Error ? String(thrown.stack) : '';
  return shownPlace(deepestFrame(stack, [ownCode]), module);
};

const shownPlace = (frame: Frame | null, module: string): Place =>
  frame === null ? { file: shownFile(module) } : { ...frame, file: shownFile(frame.file) };

/** The folder of this program's code: what lies below it is no user's. */
const ownCode = path.join(import.meta.dirname, `..${path.sep}..${path.sep}`);

const isHandler = (value: unknown): value is HttpHandler =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'run') === 'function';

const shownFile = (file: string): string => {
  const fromHere = path.relative(process.cwd(), file);
  return fromHere.startsWith('..') ? file : fromHere;
};

/** The user's handlers, at whatever origin they were written for. */
const serve: CaseServices = (data, { failed }) => {
  const { handlers, module, written } = data as Loaded;
  const respond = responder(handlers);
  const fail = (status: number, message: string): Response => {
    failed(message);
    return new HttpResponse(`${message}\n`, { status, headers: { 'content-type': 'text/plain' } });
  };
  return {
    handlers: [
      http.all('*', async ({ request }) => {
        const asked = `${request.method} ${new URL(request.url).pathname}`;
        try {
          const found: unknown = await respond(request);
          if (found instanceof Response) return found;
          if (found === undefined) return fail(404, `no handler of ${written} answers ${asked}`);
          return fail(
            500,
            `the handler of ${asked} in ${written} returned ${shownItem(found)}, which is no Response`,
          );
        } catch (thrown) {
          if (request.signal.aborted) throw thrown;
          return fail(
            500,
            `${formatPlace(placeOf(thrown, module))}: the handler of ${asked} failed: ${messageOf(thrown)}`,
          );
        }
      }),
    ],
    isWatched: true,
    warmUp: () => {},
  };
};
export default serve;

/** The first answer, from this origin or from those that the handlers were written for; undefined for none. */
const responder = (handlers: readonly HttpHandler[]) => {
  const all = [...handlers];
  const origins = originsIn(all);
  return async (request: Request): Promise<unknown> => {
    const { origin } = new URL(request.url);
    const found = await getResponse(all, request, { baseUrl: origin });
    if (found !== undefined) return found;
    for (const other of origins) {
      const there = new Request(request.url.replace(origin, other), request);
      const response = await getResponse(all, there, { baseUrl: other });
      if (response !== undefined) return response;
    }
    return undefined;
  };
};

/** Handlers of a test suite name the origin of the real service. */
const originsIn = (handlers: readonly HttpHandler[]): string[] => [
  ...new Set(
    handlers.flatMap(({ info }) => {
      const [origin] = /^https?:\/\/[^/*]+/.exec(String(info.path)) ?? [];
      return origin === undefined ? [] : [origin];
    }),
  ),
];

/** The named export `expected`: how many items there are, or which. */
export const survey = async (data: unknown): Promise<Surveyed> => {
  const served = data as Served;
  const { expected } = await importModule(served);
  const told =
    typeof expected === 'function'
      ? await called(served, expected as Asked, 'its export expected')
      : await expected;
  if (told === undefined) return { count: null, items: null };
  if (typeof told === 'number' && Number.isSafeInteger(told) && told >= 0)
    return { count: told, items: null };
  if (
    typeof told === 'object' &&
    told !== null &&
    (Symbol.iterator in told || Symbol.asyncIterator in told)
  ) {
    const items = await fingerprintsOf(told as AsyncIterable<unknown>, served);
    return { count: items.length, items };
  }
  throw new UserError(`expected is neither a count nor a list of keys`, {
    place: { file: shownFile(served.module) },
    advice:
      'Expected a whole number from 0, an iterable of keys or of items, or a function that returns one.',
  });
};

const fingerprintsOf = async (
  told: AsyncIterable<unknown>,
  served: Served,
): Promise<readonly Fingerprint[]> => {
  const places = new Map<string, number>();
  const keyOf = keyReader(served);
  const plainKeyOf = keyReader({ ...served, key: null });
  const place = { file: shownFile(served.module) };
  const items: Fingerprint[] = [];
  for await (const one of told) {
    const position = items.length + 1;
    const key = plainKeyOf(one) ?? keyOf(one);
    if (key === undefined) {
      const { message, advice } = keyless(served, `${served.item} ${position} of expected`, one);
      throw new UserError(message, { place, advice });
    }
    const before = places.get(key);
    if (before !== undefined) {
      throw new UserError(
        `expected has the key ${JSON.stringify(key)} twice: ${before} and ${position} in its order`,
        {
          place,
          advice: `A key stands for one ${served.item}: is ${served.key ?? 'the item'} what tells them apart?`,
        },
      );
    }
    places.set(key, position);
    items.push(fingerprintOf(key, key));
  }
  return items;
};

/** Why a service's answer cannot be used. */
export type ServiceFailure =
  /** No connection, or one that broke before the answer began. */
  | { readonly kind: 'connection'; readonly url: string; readonly reason: string }
  | { readonly kind: 'timeout'; readonly url: string; readonly reason: string }
  /**
   * `detail`: the header X-Error-Detail, or `error` and `reason` of a JSON body; `retryAfter`: how many milliseconds the service
   * wants to be left alone. Null where the service gave none.
   */
  | {
      readonly kind: 'status';
      readonly url: string;
      readonly status: number;
      readonly detail: string | null;
      readonly retryAfter: number | null;
    }
  | { readonly kind: 'html'; readonly url: string; readonly status: number }
  /** Cut short, not JSON, or framed otherwise than this address frames it, although it came to its end (`isWhole`). */
  | {
      readonly kind: 'broken-body';
      readonly url: string;
      readonly status: number;
      readonly reason: string;
      readonly isWhole: boolean;
    }
  | { readonly kind: 'too-long'; readonly url: string; readonly status: number }
  /** JSON, but not what this address answers. */
  | {
      readonly kind: 'unexpected-answer';
      readonly url: string;
      readonly status: number;
      readonly expected: string;
    };

/**
 * A request that yielded nothing usable. Its message names the URL, the status and what the service said, and how often
 * it was sent if more than once.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly failure: ServiceFailure;

  constructor(failure: ServiceFailure, cause?: unknown, attempts = 1) {
    super(`${attempts === 1 ? '' : `after ${attempts} attempts: `}${describe(failure)}`, { cause });
    this.failure = failure;
  }

  get kind(): ServiceFailure['kind'] {
    return this.failure.kind;
  }

  /** The code of the system's or undici's error behind it; empty where there is none. */
  get causeCode(): string {
    return codeOf(this.cause);
  }

  /** The same failure, as that of the last of so many attempts. */
  after(attempts: number): ServiceError {
    return attempts === 1 ? this : new ServiceError(this.failure, this.cause, attempts);
  }
}

/** An error's code, such as ECONNRESET; empty where it has none. */
export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';

/** What the service says of an error status, and how long it wants to be left alone. */
const aside = ({ detail, retryAfter }: Extract<ServiceFailure, { kind: 'status' }>): string => {
  const wait = retryAfter === null ? null : `asks to be left alone for ${retryAfter / 1000} s`;
  const told = [detail, wait].filter((one) => one !== null);
  return told.length === 0 ? '' : ` (${told.join('; ')})`;
};

const describe = (failure: ServiceFailure): string => {
  const url = shortenUrl(failure.url);
  switch (failure.kind) {
    case 'connection':
      return `no answer (${failure.reason}) from ${url}`;
    case 'timeout':
      return `took too long (${failure.reason}): ${url}`;
    case 'status':
      return `status ${failure.status}${aside(failure)} from ${url}`;
    case 'html':
      return `an HTML page (status ${failure.status}) where JSON was due: is the path right? From ${url}`;
    case 'broken-body':
      return `a broken body (status ${failure.status}; ${failure.reason}) from ${url}`;
    case 'too-long':
      return `a body longer than the longest string of V8 (512 MB): ask for fewer documents at a time. From ${url}`;
    case 'unexpected-answer':
      return `JSON of another shape, expected ${failure.expected}, from ${url}`;
  }
};

const readableLength = 160;

/** At most about 160 characters of a URL, with its full length where it was cut. A hundred names make 9,000. */
const shortenUrl = (url: string): string =>
  url.length <= readableLength ? url : `${url.slice(0, readableLength)}… (${url.length} characters)`;

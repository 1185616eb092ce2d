/** Why a service's answer cannot be used. */
export type ServiceFailure =
  /** No connection, or one that broke before the answer began. */
  | { readonly kind: 'connection'; readonly url: string; readonly reason: string }
  | { readonly kind: 'timeout'; readonly url: string; readonly reason: string }
  /** `detail`: the header X-Error-Detail, or CouchDB's error and reason; null where the service gave none. */
  | { readonly kind: 'status'; readonly url: string; readonly status: number; readonly detail: string | null }
  | { readonly kind: 'html'; readonly url: string; readonly status: number }
  /** Cut short, or not JSON. */
  | { readonly kind: 'broken-body'; readonly url: string; readonly status: number; readonly reason: string }
  | { readonly kind: 'too-long'; readonly url: string; readonly status: number }
  /** JSON, but not what this address answers. */
  | {
      readonly kind: 'unexpected-answer';
      readonly url: string;
      readonly status: number;
      readonly expected: string;
    };

/** A request that yielded nothing usable. Its message names the URL, the status and what the service said. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly failure: ServiceFailure;

  constructor(failure: ServiceFailure, cause?: unknown) {
    super(describe(failure), { cause });
    this.failure = failure;
  }

  get kind(): ServiceFailure['kind'] {
    return this.failure.kind;
  }
}

const describe = (failure: ServiceFailure): string => {
  const url = shortenUrl(failure.url);
  switch (failure.kind) {
    case 'connection':
      return `no answer from ${url}: ${failure.reason}`;
    case 'timeout':
      return `${url} took too long: ${failure.reason}`;
    case 'status':
      return `${url} answered ${failure.status}${failure.detail === null ? '' : `: ${failure.detail}`}`;
    case 'html':
      return `${url} answered ${failure.status} with an HTML page where JSON was due: is the path right (ReqMgr2's data are under /reqmgr2/data)?`;
    case 'broken-body':
      return `${url} answered ${failure.status} with a broken body: ${failure.reason}`;
    case 'too-long':
      return `${url} answered ${failure.status} with a body longer than the longest string of V8 (512 MB): ask for fewer documents at a time`;
    case 'unexpected-answer':
      return `${url} answered ${failure.status} with JSON of another shape: expected ${failure.expected}`;
  }
};

const readableLength = 160;

/** At most about 160 characters of a URL, with its full length where it was cut. A hundred names make 9,000. */
const shortenUrl = (url: string): string =>
  url.length <= readableLength ? url : `${url.slice(0, readableLength)}… (${url.length} characters)`;

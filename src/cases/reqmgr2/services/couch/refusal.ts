/** CouchDB's errors, each with the HTTP status that it comes with. */
const statuses = {
  query_parse_error: 400,
  bad_request: 400,
  not_found: 404,
  bad_content_type: 415,
  not_implemented: 501,
} as const;

/** What CouchDB refuses, in its words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: keyof typeof statuses;

  constructor(error: Refusal['error'], reason: string) {
    super(reason);
    this.error = error;
  }

  get status(): number {
    return statuses[this.error];
  }
}

export const unreadable = (reason: string): Refusal => new Refusal('query_parse_error', reason);
export const badRequest = (reason: string): Refusal => new Refusal('bad_request', reason);
export const missing = (reason = 'missing'): Refusal => new Refusal('not_found', reason);

/** @throws Refusal for what is no JSON */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw badRequest('invalid UTF-8 JSON');
    throw thrown;
  }
};

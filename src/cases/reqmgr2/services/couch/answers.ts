import type { Answer, Answerer, Asked } from '../answer.ts';
import { type Body, measureBody, textBody } from '../body.ts';
import { type Fields, isFields } from './query.ts';
import { badRequest, parseJson, Refusal } from './refusal.ts';

const headers = { 'content-type': 'application/json', 'cache-control': 'must-revalidate' };

/** An answer that is made while it is sent, so that its length is not told: chunked. */
export const chunked = (body: Body): Answer => ({ status: 200, headers, body });

/** An answer whose length is told. */
export const sized = (body: Body, more: Readonly<Record<string, string>> = {}, status = 200): Answer => ({
  status,
  headers: { ...headers, ...more, 'content-length': String(measureBody(body).bytes) },
  body,
});

export const jsonAnswer = (value: unknown): Answer => sized(textBody(`${JSON.stringify(value)}\n`));

const refused = (
  status: number,
  error: string,
  reason: string,
  more?: Readonly<Record<string, string>>,
): Answer => sized(textBody(`${JSON.stringify({ error, reason })}\n`), more, status);

export const notAllowed = (methods: string): Answer =>
  refused(405, 'method_not_allowed', `Only ${methods} allowed`, { allow: methods });

/** Answers what is refused with CouchDB's error. */
export const refusing =
  (answerer: Answerer): Answerer =>
  async (asked) => {
    try {
      return await answerer(asked);
    } catch (thrown) {
      if (thrown instanceof Refusal) return refused(thrown.status, thrown.error, thrown.message);
      throw thrown;
    }
  };

/** The JSON object that a POST carries. @throws Refusal for anything else, and without the header that says so */
export const bodyOf = async ({ request }: Asked): Promise<Fields> => {
  const [type] = (request.headers.get('content-type') ?? '').split(';');
  if (type !== 'application/json') {
    throw new Refusal('bad_content_type', 'Content-Type must be application/json');
  }
  const body = parseJson(await request.text());
  if (!isFields(body)) throw badRequest('Request body must be a JSON object');
  return body;
};

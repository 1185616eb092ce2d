import { crc32 } from 'node:zlib';
import { type HttpHandler, HttpResponse, http } from 'msw/http';
import type { AnswerNote } from '../../record/answers.ts';
import type { Answer, DescribedBody } from './described.ts';

/** Sees whether answers are the same in each sample of a row, and notes what could not be answered. */
export interface AnswerWatch {
  /** A sample of this row begins. */
  readonly begin: (row: string) => void;
  /** The same answer, seen as it is made. */
  readonly over: (request: Request, answer: Answer) => Answer;
  /** A request was not answered as it should. @param message a sentence that names it */
  readonly failed: (message: string) => void;
  /** Of the sample that is under way, or was the last. */
  readonly read: () => readonly AnswerNote[];
}

/** What a request was answered in a sample, however often it was sent: bodies in any order, as they were served. */
interface Answered {
  count: number;
  /** Of the checksums of its answers. */
  sum: number;
  /** How many of them were not read to their end: of those nobody knows what they would have been. */
  unfinished: number;
}

/** Requests of a sample that are looked at, in the order of their arrival: some megabytes. What comes behind them is not compared. */
const mostRequests = 20_000;

export const createAnswerWatch = (): AnswerWatch => {
  const earlier = new Map<string, Map<string, Answered>>();
  let row = '';
  let answered = new Map<string, Answered>();
  let failures: string[] = [];
  let failed = 0;

  const note = (message: string): void => {
    failed += 1;
    if (failures.length === 0) failures = [message];
  };

  const differing = (): string[] => {
    const before = earlier.get(row) ?? new Map<string, Answered>();
    earlier.set(row, before);
    const found: string[] = [];
    for (const [request, now] of answered) {
      if (now.unfinished > 0) continue;
      const was = before.get(request);
      if (was === undefined) before.set(request, now);
      else if (was.count === now.count && was.sum !== now.sum) found.push(request);
    }
    return found;
  };

  return {
    begin: (next) => {
      // What the last sample was answered counts for the next of its row, whether or not somebody asked.
      differing();
      row = next;
      answered = new Map();
      failures = [];
      failed = 0;
    },
    over: ({ method, url }, answer) => {
      const { pathname, search } = new URL(url);
      const key = `${method} ${pathname}${search}`;
      const one = answered.get(key) ?? { count: 0, sum: 0, unfinished: 0 };
      if (one.count === 0 && answered.size >= mostRequests) return answer;
      answered.set(key, one);
      one.count += 1;
      one.unfinished += 1;
      const end = (checksum: number): void => {
        one.sum = (one.sum + checksum) % 2 ** 32;
        one.unfinished -= 1;
      };
      return {
        ...answer,
        body: watched(answer.body, end, (thrown) => note(`${key}: its body broke off: ${thrown}`)),
      };
    },
    failed: note,
    read: () => {
      const others = differing();
      const [first] = failures;
      return [
        ...(first === undefined ? [] : [{ kind: 'failed', message: first, count: failed } as const]),
        ...(others[0] === undefined
          ? []
          : [{ kind: 'differed', message: others[0], count: others.length } as const]),
      ];
    },
  };
};

/** @param end told the checksum of a body that was read to its end */
const watched = (
  body: Answer['body'],
  end: (checksum: number) => void,
  broke: (thrown: unknown) => void,
): Answer['body'] => {
  if ('stream' in body) return { stream: watchedStream(body.stream, end, broke) };
  const chunks: DescribedBody['chunks'] = function* (source) {
    let checksum = 0;
    for (const chunk of body.chunks(source)) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    end(checksum);
  };
  return { ...body, chunks };
};

async function* watchedStream(
  stream: AsyncIterable<Buffer>,
  end: (checksum: number) => void,
  broke: (thrown: unknown) => void,
): AsyncGenerator<Buffer, void> {
  let checksum = 0;
  try {
    for await (const chunk of stream) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (thrown) {
    broke(thrown);
    throw thrown;
  }
  end(checksum);
}

/** `PUT /tidemark/notes?row=…` begins a sample of a row, `GET` reads what there is to tell; neither is counted. */
export const watchHandlers = ({ begin, read }: AnswerWatch): HttpHandler[] => [
  http.get('*/tidemark/notes', () => HttpResponse.json(read())),
  http.put('*/tidemark/notes', ({ request }) => {
    begin(new URL(request.url).searchParams.get('row') ?? '');
    return new HttpResponse(null, { status: 204 });
  }),
];

import { documentsIn as byStreamJson } from '../../fixtures/strategies/stream-json.ts';
import { documentsIn as byStreamparser } from '../../fixtures/strategies/streamparser-json.ts';
import { cutRestMembers } from '../../src/cases/reqmgr2/client/rest-members.ts';
import { renderBody } from '../../src/cases/reqmgr2/services/body.ts';
import { documentsByName } from '../../src/cases/reqmgr2/services/rest/bodies.ts';
import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import { freshChunks } from '../../src/services/delivery/chunk-source.ts';

type Documents = (pieces: AsyncIterable<Buffer>) => AsyncIterable<unknown>;

const parsers = {
  cutter: async function* (pieces) {
    const cutter = cutRestMembers();
    for await (const piece of pieces) yield* cutter.cut(piece);
    cutter.end();
  },
  'stream-json': byStreamJson,
  '@streamparser/json': byStreamparser,
} as const satisfies Record<string, Documents>;

export type ParserName = keyof typeof parsers;
export const parserNames = Object.keys(parsers) as ParserName[];

/** Hands the pieces to a parser and drops each document as it comes; an Error unless they are so many. */
export const parse = async (name: ParserName, { pieces, documents }: Answer): Promise<void> => {
  let found = 0;
  for await (const _ of parsers[name](arriving(pieces))) found += 1;
  if (found !== documents) throw new Error(`${name} finds ${found} of ${documents} documents`);
};

async function* arriving(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

interface Answer {
  readonly pieces: readonly Buffer[];
  readonly bytes: number;
  readonly documents: number;
}

const pieceBytes = 64 * 1024;
/** ReqMgr2's answer of so many production documents (19 kB each), in memory, in pieces as large as a socket's. */
export const createAnswer = (documents: number): Answer => {
  const workload = openWorkload(loadDescription('production'), 1);
  const indices = Array.from({ length: documents }, (_, n) => workload.nth('announced', n));
  const { body } = documentsByName(workload, indices, { style: 'reqmgr' });
  const chunks = [...renderBody(body, freshChunks(pieceBytes))];
  const whole = Buffer.concat(chunks);
  const pieces: Buffer[] = [];
  for (let start = 0; start < whole.length; start += pieceBytes) {
    pieces.push(whole.subarray(start, start + pieceBytes));
  }
  return { pieces, bytes: whole.length, documents };
};

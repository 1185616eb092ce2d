import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, UserError } from '../../../../errors/user-error.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../../../../subject/json.ts';
import { isStatus, type Status } from '../description.ts';
import { createDumpCutter, DumpError, type DumpItem } from './cut-dump.ts';

/** A whole request document of a dump: what is certain of it. */
export interface DumpDocument extends JsonObject {
  readonly RequestName: string;
  readonly RequestStatus: Status;
  readonly RequestType: string;
}

/**
 * The request documents of these files, as they stream in. What no request is (a design document, a row of a deleted one) is
 * left out. Messages of the UserErrors have places, and nothing of what a file says.
 */
export async function* readDumps(files: readonly string[]): AsyncGenerator<DumpDocument, void> {
  for (const file of files) yield* documentsIn(file);
}

async function* documentsIn(file: string): AsyncGenerator<DumpDocument, void> {
  const cutter = createDumpCutter();
  let documents = 0;
  let bytes = 0;
  try {
    for await (const piece of piecesOf(file)) {
      const text = bytes === 0 ? withoutMark(piece, file) : piece;
      bytes += piece.length;
      for (const item of cutter.cut(text)) {
        const document = documentOf(item, documents + 1);
        if (document === null) continue;
        documents += 1;
        yield document;
      }
    }
    if (bytes > 0) cutter.end();
  } catch (thrown) {
    if (!(thrown instanceof DumpError)) throw thrown;
    const { message, at, advice } = thrown;
    throw new UserError(message, { place: { file, ...at }, advice });
  }
  if (documents > 0) return;
  const advice =
    'Expected what ReqMgr2 answers to /reqmgr2/data/request?status=announced, or rows of CouchDB.';
  const message = bytes === 0 ? 'the file is empty' : 'there are no request documents in it';
  throw new UserError(message, { place: { file }, advice });
}

/** What stands at this place as a document; null for what is none and was never one. */
const documentOf = ({ value, place }: DumpItem, number: number): DumpDocument | null => {
  const wrong = (message: string, advice?: string): DumpError => new DumpError(message, place(), advice);
  const document = rowDocument(value);
  if (document === undefined) {
    throw wrong('rows of CouchDB without their documents', 'Ask for them with include_docs=true.');
  }
  if (document === null || isDesign(document)) return null;
  const { RequestName, RequestStatus, RequestType, RequestTransition } = document;
  if (typeof RequestName !== 'string' || RequestName === '') {
    const what = 'error' in document ? 'an error of the service' : `document ${number} has no RequestName`;
    throw wrong(what, 'Expected request documents of ReqMgr2.');
  }
  if (typeof RequestStatus !== 'string') throw wrong(`document ${number} has no RequestStatus`, askForWhole);
  if (!isStatus(RequestStatus)) throw wrong(`document ${number} has a status that is none of ReqMgr2's`);
  if (typeof RequestType !== 'string') throw wrong(`document ${number} has no RequestType`, askForWhole);
  if (RequestTransition === undefined || !isList(RequestTransition)) {
    throw wrong(`document ${number} has no RequestTransition`, askForWhole);
  }
  return document as DumpDocument;
};

const askForWhole = 'Expected whole documents: ask ReqMgr2 for them without a mask, not WMStats.';

const isDesign = ({ _id }: JsonObject): boolean => typeof _id === 'string' && _id.startsWith('_design/');

/** What a row holds, or the value itself if it is no row; null for a row of nothing, undefined for one that was not filled. */
const rowDocument = (value: JsonObject): JsonObject | null | undefined => {
  if ('RequestName' in value) return value;
  const { id, key, doc, docs, error } = value;
  if (docs !== undefined && isList(docs)) return firstOk(docs);
  if (doc !== undefined) return isObject(doc) ? doc : null;
  if (key !== undefined && error !== undefined) return null;
  if (typeof id === 'string' && 'value' in value) {
    const revision = value.value;
    return isObject(revision ?? null) && (revision as JsonObject).deleted === true ? null : undefined;
  }
  return value;
};

/** Of `_bulk_get`. */
const firstOk = ([first]: readonly JsonValue[]): JsonObject | null => {
  const ok = first !== undefined && isObject(first) ? first.ok : undefined;
  return ok !== undefined && isObject(ok) ? ok : null;
};

const pieceBytes = 2 ** 20;

/** The bytes of a file, unpacked if it is compressed by gzip. */
async function* piecesOf(file: string): AsyncGenerator<Buffer, void> {
  const stream = createReadStream(file, { highWaterMark: pieceBytes });
  try {
    const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await pieces.next();
    if (first.done === true) return;
    const whole = inFull(first.value, pieces);
    if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* whole;
    else {
      const unpacked = createGunzip({ chunkSize: pieceBytes });
      // Failures come out of the iteration too.
      pipeline(Readable.from(whole), unpacked, () => {});
      yield* unpacked;
    }
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    stream.destroy();
  }
}

async function* inFull(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

const unreadable = (file: string, cause: unknown): UserError => {
  const { code } = cause as NodeJS.ErrnoException;
  const why =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EISDIR'
        ? 'this is a folder; expected a file of JSON'
        : code === 'Z_BUF_ERROR'
          ? 'the compressed file is cut short'
          : code?.startsWith('Z_') === true
            ? 'the compressed file is damaged'
            : `the file cannot be read: ${messageOf(cause)}`;
  return new UserError(why, { place: { file }, cause });
};

/** An UTF-8 text may begin with a mark, which no JSON has. */
const withoutMark = (piece: Buffer, file: string): Buffer => {
  const [first, second, third] = piece;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new UserError('the file is in UTF-16; expected UTF-8', { place: { file } });
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? piece.subarray(3) : piece;
};

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Http } from '../../subject/client/http.ts';
import type { JsonValue } from '../../subject/json.ts';
import { withAnswer } from './whole-answer.ts';

/** How a client that puts every answer on disk names the file, and what it hands on. */
export interface DiskCacheForm {
  readonly nameOf: (path: string) => string;
  /** What is read back from the file and parsed again, or the objects that were parsed from the wire. */
  readonly handsOn: 'file' | 'wire';
}

/**
 * As WMCore's client does (Services/Service.py). The file is named after path and query, so names of workflows go in; what
 * a request carries in its body, for a GET nothing, is hashed to 0.
 */
export const wmcoreForm: DiskCacheForm = {
  nameOf: (path) => `0_GET_${path.replaceAll('/', '_')}`,
  handsOn: 'file',
};

/** The same mended in two places: names of one length, and no second parse. */
export const repairedForm: DiskCacheForm = {
  nameOf: (path) => `${createHash('sha256').update(path).digest('hex')}_GET`,
  handsOn: 'wire',
};

export interface DiskCache extends AsyncDisposable {
  /** The client with every GET's answer put on disk. None is used again: WMCore's entries are valid for 0 hours. */
  readonly under: (http: Http) => Http;
}

/** A folder of its own among the temporary files, which is gone once the cache is disposed of. */
export const openDiskCache = async (form: DiskCacheForm): Promise<DiskCache> => {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-cache-'));
  return {
    under: (http) => ({
      ...http,
      get: async (path, shape, options) => {
        const file = join(folder, form.nameOf(path));
        const fetched = async () => keep(file, await http.get(path, withAnswer(shape), options));
        if (form.handsOn === 'wire') return (await fetched()).value;
        await fetched();
        // It fits: the answer that was written has fitted.
        return shape.read(JSON.parse(await readFile(file, 'utf8')) as JsonValue) as NonNullable<
          ReturnType<typeof shape.read>
        >;
      },
    }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Serialises what was parsed, as the client does: from here on the objects and their text are alive together. */
const keep = async <Fetched extends { readonly answer: JsonValue }>(
  file: string,
  fetched: Fetched,
): Promise<Fetched> => {
  try {
    await writeFile(file, JSON.stringify(fetched.answer));
    return fetched;
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENAMETOOLONG')) throw thrown;
    throw new Error(
      `File name too long (ENAMETOOLONG): the cache names a file after the whole query, ${basename(file).length} bytes`,
      { cause: thrown },
    );
  }
};

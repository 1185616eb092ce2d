import type { AnswerShape, Http } from '../../../subject/client/http.ts';
import { isList } from '../../../subject/json.ts';
import { cutList } from './list-cutter.ts';
import { cutRawLines } from './raw-lines.ts';

/** RucioConMon's list of the files that lie unmerged at a site: paths. */
export interface RucioConMon {
  /** All at once. */
  readonly files: (rse: string) => Promise<readonly string[]>;
  /** The same list, each path as its closing quote arrives. */
  readonly streamFiles: (rse: string) => AsyncGenerator<string, void>;
  /** The list that has a path a line, compressed where the service does so: each path as its line ends. */
  readonly streamLines: (rse: string) => AsyncGenerator<string, void>;
  /** The bytes of that list. */
  readonly rawBytes: (rse: string) => AsyncGenerator<Buffer, void>;
  /** The same client over another HTTP client, which is given this one's. */
  readonly through: (wrap: (http: Http) => Http) => RucioConMon;
}

export const createRucioConMon = (http: Http): RucioConMon => ({
  files: (rse) => http.get(pathOf(rse, 'json'), list),
  streamFiles: (rse) => http.stream(pathOf(rse, 'json'), cutList, text),
  streamLines: (rse) => http.stream(pathOf(rse, 'raw'), cutRawLines, text, { gzip: true }),
  rawBytes: (rse) => http.bytes(pathOf(rse, 'raw'), { gzip: true }),
  through: (wrap) => createRucioConMon(wrap(http)),
});

const pathOf = (rse: string, format: 'json' | 'raw'): string =>
  `/rucioconmon/unmerged/files?rse=${encodeURIComponent(rse)}&format=${format}`;

const list: AnswerShape<readonly string[]> = {
  expected: 'a list of paths',
  read: (answer) => (isList(answer) && answer.every(isText) ? answer : undefined),
};

const text: AnswerShape<string> = {
  expected: 'a path',
  read: (item) => (isText(item) ? item : undefined),
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** WMStats's list of the directories that a request still needs. */
export const fetchProtectedLfns = (http: Http): Promise<readonly string[]> =>
  http.get('/wmstatsserver/data/protectedlfns', {
    expected: 'an object with a list of paths as its result',
    read: (answer) => {
      const result =
        typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'result') : undefined;
      return list.read(result ?? null);
    },
  });

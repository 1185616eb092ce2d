import { Agent, request } from 'undici';
import { createCouch } from '../../src/cases/reqmgr2/client/couch.ts';
import { cutCouchRows } from '../../src/cases/reqmgr2/client/couch-rows.ts';
import { createReqMgr } from '../../src/cases/reqmgr2/client/reqmgr.ts';
import { cutRestLines } from '../../src/cases/reqmgr2/client/rest-lines.ts';
import { cutRestMembers } from '../../src/cases/reqmgr2/client/rest-members.ts';
import { loadDescription, scaleDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { startServicesProcess } from '../../src/runner/services/services-process.ts';
import type { Cut } from '../../src/subject/client/cutting/cutter.ts';
import { createHttp } from '../../src/subject/client/http.ts';
import { servedDescription } from '../builders/reqmgr2.ts';
import type { Finding } from './findings.ts';
import { medianOf, ratioInWords, ratiosOf, timeSideBySide } from './side-by-side.ts';

const documents = 2_000;
const root = '/reqmgr2/data/request?status=announced';
const view = '/couchdb/reqmgr_workload_cache/_design/ReqMgr/_view/bystatus?key="announced"&include_docs=true';

/**
 * What a stream takes beyond JSON.parse of its documents, which lie in memory as strings and are parsed one at a time. Out of
 * memory is what cutting takes; over HTTP there are a server, sockets and undici besides.
 */
export const benchStreams = async (scratch: string, rounds = 15): Promise<Finding[]> => {
  const description = scaleDescription(loadDescription('production'), documents / 9_555);
  const signal = new AbortController().signal;
  const services = await startServicesProcess(servedDescription(description), scratch, signal);
  const lines = await fetched(`${services.url}${root}&common_dict=1`);
  const members = await fetched(services.url + root);
  const rows = await fetched(services.url + encodeURI(view));
  const documentTexts = lines
    .toString()
    .split('\n')
    .slice(1, -2)
    .map((line) => line.slice(1));
  const rowTexts = rows
    .toString()
    .split('\r\n')
    .slice(1, -2)
    .map((line) => line.replace(/,$/, ''));
  const http = createHttp(services.url, { signal });
  const reqmgr = createReqMgr(http);
  const couch = createCouch(http);
  const timings = await timeSideBySide(
    [
      { name: 'documents', run: () => parseEach(documentTexts) },
      { name: 'rows', run: () => parseEach(rowTexts) },
      { name: 'line-stream, out of memory', run: () => cutAll(cutRestLines, lines) },
      { name: 'document-stream, out of memory', run: () => cutAll(cutRestMembers, members) },
      { name: 'row-stream, out of memory', run: () => cutAll(cutCouchRows, rows) },
      { name: 'line-stream, over HTTP', run: () => count(reqmgr.streamRequestLinesByStatus(['announced'])) },
      { name: 'document-stream, over HTTP', run: () => count(reqmgr.streamRequestsByStatus(['announced'])) },
      { name: 'row-stream, over HTTP', run: () => count(couch.streamDocumentsByStatus('announced')) },
    ],
    rounds,
  );
  await http.close();
  await services.stop();
  const rate = (members.length / medianOf(timings, 'documents') / 1e3).toFixed(0);
  return [
    { what: 'JSON.parse, documents one at a time', measured: `${rate} MB/s`, goal: null },
    ...[...timings.keys()].slice(2).map((name): Finding => {
      const ratios = ratiosOf(timings, name, name.startsWith('row') ? 'rows' : 'documents');
      const middle = ratios.toSorted((a, b) => a - b)[ratios.length >> 1] ?? Number.NaN;
      return {
        what: name,
        measured: ratioInWords(ratios, (ratio) => `${ratio.toFixed(2)} times`),
        goal: { text: 'at most 1.3 times', met: middle <= 1.3 },
      };
    }),
  ];
};

const fetched = async (url: string): Promise<Buffer> => {
  const { body } = await request(url, { dispatcher: new Agent() });
  return Buffer.from(await body.arrayBuffer());
};

const parseEach = (texts: readonly string[]): void => {
  let found = 0;
  for (const text of texts) if (typeof JSON.parse(text) === 'object') found += 1;
  assertAll(found);
};

const pieceBytes = 64 * 1024;

const cutAll = (cut: Cut, body: Buffer): void => {
  const cutter = cut();
  let found = 0;
  for (let start = 0; start < body.length; start += pieceBytes) {
    for (const _ of cutter.cut(body.subarray(start, start + pieceBytes))) found += 1;
  }
  cutter.end();
  assertAll(found);
};

const count = async (items: AsyncIterable<unknown>): Promise<void> => {
  let found = 0;
  for await (const _ of items) found += 1;
  assertAll(found);
};

const assertAll = (found: number): void => {
  if (Math.abs(found - documents) > 2) throw new Error(`${found} of ${documents} documents are found`);
};

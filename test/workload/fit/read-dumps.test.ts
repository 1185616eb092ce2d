import { mkdtempSync, rmdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDumpCutter } from '../../../src/cases/reqmgr2/workload/fit/cut-dump.ts';
import { readDumps } from '../../../src/cases/reqmgr2/workload/fit/read-dumps.ts';
import { UserError } from '../../../src/errors/user-error.ts';
import { sampleDescription } from '../descriptions.ts';
import { filesOf, textsOf } from './dumps.ts';

const texts = textsOf(sampleDescription({ statuses: { announced: 4, rejected: 1 } }));
const documents = texts.map((text) => JSON.parse(text) as { RequestName: string });
const names = documents.map(({ RequestName }) => RequestName);

const namesIn = async (files: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for await (const { RequestName } of readDumps(files)) found.push(RequestName);
  return found;
};

interface Named {
  readonly RequestName: string;
}

const row = (document: Named): string =>
  JSON.stringify({ id: document.RequestName, key: 'announced', value: null, doc: document });

/** The forms in which dumps of these documents come. */
const formsOf = (documents: readonly Named[]): Record<string, string> => {
  const texts = documents.map((document) => JSON.stringify(document));
  const keyed = documents.map((document, i) => `"${document.RequestName}": ${texts[i]}`);
  return {
    "ReqMgr2's answer": `{"result": [\n {${keyed.join(', ')}}\n]}\n`,
    "ReqMgr2's answer of documents, one a line": `{"result": [\n ${texts.join('\n,')}\n]}\n`,
    "ReqMgr2's answer, pretty-printed": JSON.stringify({ result: documents }, null, 4),
    'rows of a view': `{"total_rows":5,"offset":0,"rows":[\r\n${documents.map(row).join(',\r\n')}\r\n]}\n`,
    'rows of _all_docs, with a design document, an unknown key and a deleted one': JSON.stringify({
      total_rows: 9,
      offset: null,
      rows: [
        { id: '_design/ReqMgr', key: '_design/ReqMgr', value: {}, doc: { _id: '_design/ReqMgr', views: {} } },
        { key: 'none', error: 'not_found' },
        { id: 'gone', key: 'gone', value: { rev: '2-a', deleted: true }, doc: null },
        ...documents.map((document) => ({ id: document.RequestName, key: '', value: {}, doc: document })),
      ],
    }),
    'an answer of _bulk_get': JSON.stringify({
      results: documents.map((document) => ({ id: document.RequestName, docs: [{ ok: document }] })),
    }),
    'an object by name, without the result around it': `{${keyed.join(',')}}`,
    'an array': `[${texts.join(',\n')}]`,
    'one document a line': texts.join('\n'),
    'documents after one another, pretty-printed': documents
      .map((one) => JSON.stringify(one, null, 2))
      .join('\n'),
    'a byte order mark before it': `\ufeff[${texts.join(',')}]`,
  };
};
const forms = formsOf(documents);

describe('the documents are found in', () => {
  test.each(Object.entries(forms))('%s', async (_, text) => {
    expect(await namesIn(filesOf({ 'dump.json': text }))).toEqual(names);
  });

  test('a compressed file', async () => {
    expect(await namesIn(filesOf({ 'dump.json.gz': gzipSync(`[${texts.join(',')}]`) }))).toEqual(names);
  });

  test('a bare document', async () => {
    expect(await namesIn(filesOf({ 'dump.json': texts[0] ?? '' }))).toEqual([names[0]]);
  });

  test('several files, of different forms', async () => {
    const [one = '', two = '', ...rest] = texts;
    const files = filesOf({ a: one, b: `[${two}]`, c: rest.join('\n') });
    expect(await namesIn(files)).toEqual(names);
  });

  const tiny = ['first', 'second'].map((name) => ({
    settings: { [name]: ['}', '\\"'] },
    RequestName: name,
    RequestStatus: 'announced',
    RequestType: 'ReReco',
    RequestTransition: [],
  }));
  test.each(Object.entries(formsOf(tiny)))('%s, wherever its pieces end', (_, text) => {
    const bytes = Buffer.from(text.replace('\ufeff', ''));
    for (let size = 1; size < 40; size++) {
      const cutter = createDumpCutter();
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      const found = pieces.flatMap((piece) =>
        [...cutter.cut(piece)].map(({ value }) => JSON.stringify(value)),
      );
      cutter.end();
      for (const { RequestName } of tiny)
        expect(found.some((item) => item.includes(`"${RequestName}"`))).toBe(true);
    }
  });
});

describe('what is no dump is refused with a sentence and its place, and nothing of what it says:', () => {
  const complaint = async (content: string | Buffer): Promise<string> => {
    const [file = ''] = filesOf({ 'dump.json': content });
    try {
      await namesIn([file]);
    } catch (thrown) {
      if (thrown instanceof UserError) return thrown.report.replace(file, 'dump.json');
      throw thrown;
    }
    throw new Error('expected a UserError, and there was none');
  };
  const [first = ''] = texts;
  const without = (key: string): string => JSON.stringify({ ...documents[0], [key]: undefined });

  test.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'dump.json: the file is empty\n'],
    ['nothing but space', ' \n', 'dump.json: there are no request documents in it\n'],
    ['an answer without documents', '{"result": []}', 'dump.json: there are no request documents in it\n'],
    ["WMStats's empty answer", '{"result": [{}]}', 'dump.json: there are no request documents in it\n'],
    ['a text', 'secret', 'dump.json:1:1: this is not JSON: expected request documents'],
    ['a number', '5', 'dump.json:1:1: this is not JSON: expected request documents'],
    ['a page', '\n<html>', 'dump.json:2:1: this is a page of HTML or XML, not JSON\n'],
    ['names', '{"result": [\n "secret"\n]}', 'dump.json:2:2: a list of names or other texts, not'],
    [
      'rows without documents',
      '{"total_rows":1,"offset":0,"rows":[\n{"id":"secret","key":"announced","value":null}]}',
      'dump.json:2:1: rows of CouchDB without their documents\n  Ask for them with include_docs=true.',
    ],
    [
      "CouchDB's error",
      '{"error":"not_found","reason":"missing"}',
      'dump.json:1:1: an error of the service\n',
    ],
    [
      'a dump of something else',
      `${first}\n{"host": "secret"}`,
      'dump.json:2:1: document 2 has no RequestName\n',
    ],
    ['no name', without('RequestName'), 'dump.json:1:1: document 1 has no RequestName\n'],
    ['no status', without('RequestStatus'), 'dump.json:1:1: document 1 has no RequestStatus\n'],
    ['no type', without('RequestType'), 'dump.json:1:1: document 1 has no RequestType\n'],
    [
      'a masked document',
      without('RequestTransition'),
      'dump.json:1:1: document 1 has no RequestTransition\n',
    ],
    [
      'a status of its own',
      first.replace('"RequestStatus": "announced"', '"RequestStatus": "secret"'),
      "dump.json:1:1: document 1 has a status that is none of ReqMgr2's",
    ],
    ['a broken document', `[\n{"RequestName": "secret",,}]`, 'dump.json:2:26: document 1 is not JSON\n'],
    [
      'a missing comma',
      `[${first} ${first}]`,
      `dump.json:1:${first.length + 3}: this is not JSON: expected a comma`,
    ],
    [
      'a file that was cut',
      `[${first},\n${first.slice(0, 99)}`,
      'dump.json:2:1: cut short: the file ends behind document 1',
    ],
    [
      'a list that was cut',
      `[${first}`,
      `dump.json:1:${first.length + 2}: cut short: the file ends behind document 1`,
    ],
    ['UTF-16', Buffer.from('\ufeff[]', 'utf16le'), 'dump.json: the file is in UTF-16; expected UTF-8'],
    [
      'a compressed file that was cut',
      gzipSync(first).subarray(0, 500),
      'dump.json: the compressed file is cut short',
    ],
    ['a damaged one', Buffer.from([0x1f, 0x8b, 1, 2, 3]), 'dump.json: the compressed file is damaged'],
  ])('%s', async (_, content, expected) => {
    const found = await complaint(content);
    expect(found.startsWith(expected), found).toBe(true);
    expect(found).not.toContain('secret');
  });

  test('a missing file, and a folder', async () => {
    await expect(namesIn(['none.json'])).rejects.toThrow('there is no such file');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-dumps-'));
    onTestFinished(() => rmdirSync(folder));
    await expect(namesIn([folder])).rejects.toThrow('this is a folder; expected a file of JSON');
  });
});

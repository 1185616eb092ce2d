import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dispatch } from '../../src/cases/reqmgr2/consumers/rule-cleaner/dispatch.ts';
import { fieldNames } from '../../src/cases/reqmgr2/consumers/rule-cleaner/fields.ts';
import { recordOf } from '../../src/cases/reqmgr2/consumers/rule-cleaner/record.ts';
import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import type { Run } from '../../src/record/run.ts';
import { isObject, type JsonObject, type JsonValue } from '../../src/subject/json.ts';
import { folderWith, tidemark } from '../cli/command.ts';
import { needing } from './tools.ts';

const clients = fileURLToPath(new URL('../../fixtures/clients/python/', import.meta.url));
const { skipped, named } = needing('python3');

/** A script over the lines of its input, JSON each, and what it prints, JSON a line. */
const overLines = (script: string, lines: readonly string[]): JsonValue[] =>
  execFileSync(
    'python3',
    ['-c', `import json, sys\nsys.path.insert(0, ${JSON.stringify(clients)})\n${script}`],
    {
      input: lines.map((line) => `${line}\n`).join(''),
      encoding: 'utf8',
      maxBuffer: 1e9,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    },
  )
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const pythonConsumer = `
from rule_cleaner import dispatch, record_of
for line in sys.stdin:
    record = record_of(json.loads(line))
    clean, archived = dispatch(record, {"/locked"})
    print(json.dumps({"record": record, "clean": clean, "archived": archived}))
`;

const nodeConsumer = (document: JsonObject) => {
  const record = recordOf(document);
  const { clean, archived } = dispatch(record, new Set(['/locked']));
  return { record, clean, archived };
};

const generated = (description: string, count: number): string[] => {
  const workload = openWorkload(loadDescription(description), 7);
  const writer = workload.writer({ style: 'reqmgr' });
  return Array.from({ length: Math.min(count, workload.size) }, (_, index) => {
    const target = Buffer.alloc(writer.sizeAt(index));
    writer.write(index, target, 0);
    return target.toString();
  });
};

describe.skipIf(skipped)(named('the consumer in Python'), () => {
  test.each(['production', 'testbed'])(
    'makes the same records of the documents of %s as ours does',
    (description) => {
      const lines = generated(description, 400);
      const theirs = overLines(pythonConsumer, lines);
      expect(theirs).toHaveLength(lines.length);
      for (const [i, line] of lines.entries())
        expect(theirs[i], line.slice(0, 200)).toEqual(nodeConsumer(JSON.parse(line)));
    },
  );

  test('makes the same records of documents of any shape', () => {
    // Not keys of digits: JavaScript orders them by number, and no document has them.
    const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom(null, true, false, 0, 1, 1.5, '', 'a', 'b', '/locked', 'announced', 'Resubmission'),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('x', 'y', 'plineMSTrCont', ...fieldNames), tie('json'), { maxKeys: 5 }),
      ),
    }));
    const documents = fc
      .sample(json, { numRuns: 1500, seed: 5 })
      .filter((value): value is JsonObject => isObject(value))
      .map((document) => JSON.parse(JSON.stringify(document)) as JsonObject);
    const theirs = overLines(
      pythonConsumer,
      documents.map((document) => JSON.stringify(document)),
    );
    expect(theirs.length).toBeGreaterThan(200);
    for (const [i, document] of documents.entries())
      expect(theirs[i], JSON.stringify(document)).toEqual(nodeConsumer(document));
  });
});

describe.skipIf(skipped)(named('the cutter of document_stream'), () => {
  const cutter = `
import io
from document_stream import documents_in
for line in sys.stdin:
    text, piece = json.loads(line)
    import document_stream
    document_stream.PIECE = piece
    try:
        print(json.dumps(list(documents_in(io.BytesIO(text.encode())))))
    except ValueError as error:
        print(json.dumps({"error": str(error)}))
`;
  const cut = (cases: readonly (readonly [text: string, piece: number])[]): JsonValue[] =>
    overLines(
      cutter,
      cases.map((one) => JSON.stringify(one)),
    );
  const documents = {
    plain: { a: 1 },
    'a "quoted" } name': { text: 'braces { } and \\" \\\\ and ü€😀', list: [{}, [], 'x'] },
    empty: {},
  };
  const answer = `{"result": [\n ${JSON.stringify(documents)}]}\n`;

  test('cuts alike wherever the pieces end', () => {
    const cases = Array.from({ length: 40 }, (_, i) => [answer, i + 1] as const);
    for (const found of cut(cases)) expect(found).toEqual(Object.values(documents));
  });

  test('finds nothing in an empty list and in an empty object', () => {
    expect(
      cut([
        ['{"result": [\n]}\n', 5],
        ['{"result": [\n {}]}\n', 5],
      ]),
    ).toEqual([[], []]);
  });

  test('takes an answer that ends too early for an error, never for a shorter one', () => {
    const whole = answer.trimEnd();
    const cases = Array.from({ length: whole.length }, (_, end) => [whole.slice(0, end), 7] as const);
    for (const found of cut(cases)) expect(found).toEqual({ error: expect.any(String) });
  });
});

test.skipIf(skipped)(
  named('every Python client processes exactly the workload, with the report of ours'),
  async () => {
    const rows = [
      'idle',
      'naive',
      'per_status',
      'name_then_chunk',
      'line_stream',
      'document_stream',
      'wmcore_like',
    ].map(
      (client) =>
        `  - { command: [python3, ${clients}${client}.py], label: python ${client}, traced: ${client === 'naive'}, yields: ${client === 'idle' ? 'nothing' : 'workload'} }\n`,
    );
    const cwd = await folderWith({
      'mine.yaml': `name: mine\nworkload: small\nscale: 0.2\nsamples: 1\nmetrics: [tracedPeak, peakRss]\nstrategies:\n  - naive\n${rows.join('')}`,
    });
    const { exitCode, stderr } = await tidemark(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
    expect(exitCode, stderr).toBe(0);
    const { results, workload }: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
    const cleaner = results.find(({ label }) => label === 'naive')?.consumer;
    for (const { label, runtime, completeness, consumer, metrics, version } of results.slice(2)) {
      const yieldsNothing = label === 'python idle';
      expect(runtime).toBe('python');
      expect(completeness).toMatchObject({
        processed: yieldsNothing ? 0 : workload.items,
        digestMatches: true,
      });
      if (!yieldsNothing) expect(consumer, label).toEqual(cleaner);
      expect(metrics.tracedPeak?.n, label).toBe(label === 'python naive' ? 1 : undefined);
      expect(metrics.peakRss?.n, label).toBe(1);
      expect(version).toMatch(/^\w+ 3\.\d+/);
    }
  },
);

test.skipIf(skipped)(
  named('wmcore_like fails at the name of its cache file where the real client does'),
  () => {
    const names = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => `name=${'n'.repeat(75)}${i}`);
    const script = `
import tempfile
from wmcore_like import cache_name
for line in sys.stdin:
    with tempfile.TemporaryDirectory() as folder:
        try:
            open(folder + "/" + cache_name(json.loads(line)), "w").close()
            print(json.dumps("works"))
        except OSError as error:
            print(json.dumps(error.strerror))
`;
    const paths = [1, 2, 3].map((count) => JSON.stringify(`/reqmgr2/data/request?${names(count).join('&')}`));
    expect(overLines(script, paths)).toEqual(['works', 'works', 'File name too long']);
  },
);

import { describe, expect, test } from 'vitest';
import { all, handlers, runApi, scenario } from './run-api.ts';

describe('an API of the user’s own', () => {
  test('is served, fetched, checked and reported in its own words', async () => {
    const { exitCode, stderr, run, row, read } = await runApi({
      'orders.services.js': `${handlers}export const expected = ({ scale }) => 10 * scale;\n`,
      'pages.js': `export default async function* ({ request, params: { count } }) {
  for (let from = 0; ; from += count) {
    const page = await (await request(\`/orders?from=\${from}&count=\${count}\`)).body.json();
    yield* page;
    if (page.length < count) return;
  }
}
`,
      'fetch.js': `export default async function* ({ url, signal }) {
  yield* await (await fetch(\`\${url}/orders\`, { signal })).json();
}
`,
      'shop.yaml': scenario(
        '',
        '[./all.js, { ./pages.js: { count: [3, 20] } }, { ./fetch.js: { label: plain } }]',
      ),
    });
    expect(exitCode, stderr).toBe(0);
    expect(run?.case).toMatchObject({ name: 'orders', words: { item: 'order', items: 'orders' } });
    expect(run?.reference).toBe('./all.js');
    expect(run?.workload).toMatchObject({ items: 10, groups: { orders: 10 } });
    expect(
      run?.results.map(({ label, completeness, metrics }) => [
        label,
        completeness?.processed,
        completeness?.digestMatches,
        metrics.requests?.median,
      ]),
    ).toEqual([
      ['idle', 0, true, 0],
      ['./all.js', 10, true, 1],
      ['./pages.js count=3', 10, true, 4],
      ['./pages.js count=20', 10, true, 1],
      ['plain', 10, true, 1],
    ]);
    expect(row('./all.js')?.consumer).toEqual({});
    const report = await read('report.md');
    expect(report).toContain('10 orders, seed 1');
    expect(report).not.toMatch(/workflow|reqmgr|CMS|rule cleaner|CouchDB|WMStats/i);
  });

  test('that says which items it has finds what was lost and what was repeated', async () => {
    const { exitCode, row } = await runApi({
      'orders.services.js': `${handlers}export const expected = orders;\n`,
      'lossy.js': all.replace('yield* await body.json()', 'yield* (await body.json()).slice(2)'),
      'twice.js': all.replace(
        'yield* await body.json()',
        'const all = await body.json(); yield* all; yield all[0]',
      ),
      'shop.yaml': scenario('', '[./all.js, ./lossy.js, ./twice.js]'),
    });
    expect(exitCode).toBe(3);
    expect(row('./all.js')?.status).toBe('completed');
    expect(row('./lossy.js')?.failure?.message).toBe(
      'it did not process exactly the workload: 2 missed, 0 duplicated, 0 stale',
    );
    expect(row('./twice.js')?.failure?.message).toContain('1 duplicated');
  });

  test('of which only the number is known holds each row to it', async () => {
    const { row } = await runApi({
      'orders.services.js': `${handlers}export const expected = 10;\n`,
      'lossy.js': all.replace('yield* await body.json()', 'yield* (await body.json()).slice(2)'),
      'more.js': all.replace('yield* await body.json()', 'yield* await body.json(); yield { id: "x" }'),
      'shop.yaml': scenario('', '[./lossy.js, ./more.js, ./all.js]'),
    });
    expect(row('./all.js')?.completeness).toMatchObject({ expected: 10, digestMatches: true });
    expect(row('./lossy.js')?.completeness).toMatchObject({ missed: 2, digestMatches: false });
    expect(row('./more.js')?.completeness).toMatchObject({ stale: 1, digestMatches: false });
  });

  test('that says nothing of what it has is held to what rows see of it', async () => {
    const { exitCode, row, run } = await runApi({
      'lossy.js': all.replace('yield* await body.json()', 'yield* (await body.json()).slice(2)'),
      'shop.yaml': scenario('', '[./lossy.js, ./all.js]'),
    });
    expect(exitCode).toBe(3);
    expect(run?.workload.items).toBe(10);
    expect(row('./all.js')?.status).toBe('completed');
    expect(row('./lossy.js')).toMatchObject({ status: 'failed', failure: { kind: 'incomplete' } });
  });

  test('may have a consumer, whose counts are kept', async () => {
    const { exitCode, stderr, row, read } = await runApi({
      'orders.services.js': `${handlers}export const expected = 10;\n`,
      'consume.ts': `export default async (items: AsyncIterable<{ id: number }>) => {
  let sum = 0;
  for await (const { id } of items) sum += id;
  return { sum };
};
`,
      'shop.yaml': scenario('', '[./all.js]', 'item: order, key: id, consumer: ./consume.ts'),
    });
    expect(exitCode, stderr).toBe(0);
    expect(row('./all.js')?.consumer).toEqual({ sum: 45 });
    expect(await read('report.md')).toMatch(/The consumer's report\n\n\| strategy +\| sum \|/);
  });

  test('gives its services seed, scale and parameters, and takes handlers of another origin', async () => {
    const { exitCode, stderr, run } = await runApi(
      {
        'orders.services.js': `import { http, HttpResponse } from 'tidemark/services';
export const expected = async function* ({ seed, scale, params }) { yield* [seed, scale, params.more]; };
export default async (context) => [
  http.get('https://api.example.com/orders', async () => HttpResponse.json(await Array.fromAsync(expected(context)))),
];
`,
        'shop.yaml': scenario('', '[./all.js]', 'item: key, params: { more: x }'),
      },
      ...['--seed', '7', '--scale', '0.5'],
    );
    expect(exitCode, stderr).toBe(0);
    expect(run?.workload.items).toBe(3);
  });
});

describe('a mistake in a services’ module is told in a sentence', () => {
  const complaint = async (source: string): Promise<string> => {
    const { exitCode, stderr } = await runApi({ 'orders.services.js': source });
    expect(exitCode).toBe(2);
    return stderr;
  };

  test.each([
    ['cannot be loaded', 'nonsense(;', "orders.services.js:1: the services' module cannot be loaded: "],
    [
      'throws when it is loaded',
      "throw new Error('no such file');",
      "orders.services.js:1: the services' module cannot be loaded: no such file",
    ],
    ['exports nothing', 'export const handlers = [];', 'has no function as its default export'],
    ['makes no handlers', 'export default () => ({});', 'returned something else than a list of handlers'],
    [
      'throws when it is asked',
      "export default () => { throw new Error('broken'); };",
      'orders.services.js:1: its default export failed: broken',
    ],
    [
      'has a key twice',
      `${handlers}export const expected = [1, 2, 1];`,
      'expected has the key "1" twice: 1 and 3 in its order',
    ],
    [
      'has an item without a key',
      `${handlers}export const expected = [{ id: 1 }, { name: 'x' }];`,
      'order 2 of expected has no key: expected a text or a number at id; found an object with name',
    ],
    [
      'says no number',
      `${handlers}export const expected = 'ten';`,
      'expected is neither a count nor a list of keys',
    ],
    ['ends its process', 'process.exit(3);', 'orders.services.js: the services ended before they listened'],
  ])('where it %s', async (_what, source, told) => {
    expect(await complaint(source)).toContain(told);
  });
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Run } from '../../../src/record/run.ts';
import { folderWith, inProcess } from '../../cli/command.ts';

/** Ten orders, all at once or by the page. */
export const handlers = `import { http, HttpResponse } from 'tidemark/services';
const orders = Array.from({ length: 10 }, (_, i) => ({ id: i, note: 'as always' }));
export default () => [
  http.get('/orders', ({ request }) => {
    const from = Number(new URL(request.url).searchParams.get('from') ?? 0);
    return HttpResponse.json(orders.slice(from, from + Number(new URL(request.url).searchParams.get('count') ?? 10)));
  }),
];
`;

export const all = `export default async function* ({ request }) {
  const { body } = await request('/orders');
  yield* await body.json();
}
`;

/** The least that a scenario of one's own API says. */
export const scenario = (more = '', rows = '[./all.js]', about = 'item: order, key: id'): string =>
  `name: shop
case: { services: ./orders.services.js, ${about} }
samples: 1
metrics: [requests]
${more}strategies: ${rows}
`;

/** Runs `shop.yaml` in this process from a folder of these files; \`orders.services.js\`, \`all.js\` and the scenario are there already. */
export const runApi = async (files: Readonly<Record<string, string>> = {}, ...options: readonly string[]) => {
  const cwd = await folderWith({
    'package.json': '{ "type": "module" }',
    'shop.yaml': scenario(),
    'orders.services.js': handlers,
    'all.js': all,
    ...files,
  });
  const { exitCode, stdout, stderr } = await inProcess(
    ['run', 'shop.yaml', '--out', 'out', '--quiet', ...options],
    cwd,
  );
  const read = (name: string): Promise<string> => readFile(path.join(cwd, 'out', name), 'utf8');
  const run = await read('run.json').then(
    (text) => JSON.parse(text) as Run,
    () => null,
  );
  const row = (label: string) => run?.results.find((result) => result.label === label);
  return { exitCode, stdout, stderr, run, row, read, cwd };
};

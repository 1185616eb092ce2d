import { readFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { loadScenario } from '../../../src/cases/load.ts';
import { startServicesProcess } from '../../../src/runner/services/services-process.ts';
import { folderWith, inProcess } from '../../cli/command.ts';
import { scenario } from './run-api.ts';

const files = {
  'package.json': '{ "type": "module" }',
  'orders.services.js': `import { http, HttpResponse } from 'tidemark/services';
export const expected = ({ scale }) => 12_000 * scale;
export default (context) => [
  http.get('/orders', () => {
    const count = expected(context);
    let sent = 0;
    return new HttpResponse(new ReadableStream({
      pull: (to) => {
        let text = '';
        for (const end = Math.min(sent + 500, count); sent < end; sent++) text += JSON.stringify({ id: sent, note: 'as always' }) + '\\n';
        to.enqueue(new TextEncoder().encode(text));
        if (sent === count) to.close();
      },
    }));
  }),
];
`,
  'stream.js': `export default async function* ({ request }) {
  const { body } = await request('/orders');
  let rest = '';
  for await (const chunk of body.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\\n');
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}
`,
  'shop.yaml': scenario('timeline: false\n', '[./stream.js]').replace('requests', 'peakLive'),
};

test('1,200,000 items are streamed by handlers in 200 MB, and read in what 12,000 need', async () => {
  const cwd = await folderWith(files);
  const peakAt = async (scale: number): Promise<number> => {
    const out = `out-${scale}`;
    const { exitCode, stderr } = await inProcess(
      ['run', 'shop.yaml', '--scale', String(scale), '--out', out, '--quiet'],
      cwd,
    );
    expect(exitCode, stderr).toBe(0);
    const run = JSON.parse(readFileSync(path.join(cwd, out, 'run.json'), 'utf8'));
    expect(run.workload.items).toBe(12_000 * scale);
    return run.results[1].metrics.peakLive.median;
  };
  const [few, many] = [await peakAt(1), await peakAt(100)];
  expect(many / few).toBeGreaterThan(0.95);
  expect(many / few).toBeLessThan(1.05);

  const { signal } = new AbortController();
  const services = await startServicesProcess(
    loadScenario(path.join(cwd, 'shop.yaml'), { scale: 100 }),
    cwd,
    signal,
  );
  try {
    const { body } = await request(`${services.url}/orders`);
    let bytes = 0;
    for await (const chunk of body) bytes += chunk.length;
    expect(bytes).toBeGreaterThan(1_200_000 * 30);
    const [, kilobytes] =
      /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${services.pid}/status`, 'utf8')) ?? [];
    expect(Number(kilobytes)).toBeGreaterThan(10_000);
    expect(Number(kilobytes) * 1024).toBeLessThan(200e6);
  } finally {
    await services.stop();
  }
});

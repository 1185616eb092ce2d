import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, inProcess, tidemark } from '../../cli/command.ts';
import { all, handlers, scenario } from './run-api.ts';

const files = {
  'package.json': '{ "type": "module" }',
  'orders.services.js': handlers
    .replace('length: 10 }', 'length: 1000 }')
    .replace(
      'export default () =>',
      'export const expected = ({ scale }) => 400 * scale;\nexport default ({ scale }) =>',
    )
    .replaceAll('?? 10', '?? 400 * scale'),
  'all.js': all,
  'shop.yaml': scenario(
    'claims: [{ id: 1, who: me, where: here, says: one is as good as two, judge: { compare: requests, of: ./all.js, to: ./again.js, atMost: 1 } }]\n',
    '[./all.js, ./again.js]',
  ),
  'again.js': all,
};

describe('over an API of the user’s own', () => {
  test('a gate holds, finds a regression, and judges nothing where the services answer otherwise', async () => {
    const cwd = await folderWith(files);
    const gate = ['gate', 'shop.yaml', '--baseline', 'base.json', '--fail-on', 'requests:10%', '--quiet'];
    const codeOf = async (...more: readonly string[]) => (await inProcess([...gate, ...more], cwd)).exitCode;
    expect(await codeOf('--update')).toBe(0);
    expect(await codeOf()).toBe(0);
    await writeFile(path.join(cwd, 'all.js'), all.replace('yield', "await request('/orders');\n  yield"));
    expect(await codeOf()).toBe(1);
    await writeFile(path.join(cwd, 'all.js'), all);
    const moving = files['orders.services.js'].replace(
      '(orders.slice(',
      '(orders.map((one) => ({ ...one, at: Math.random() })).slice(',
    );
    await writeFile(path.join(cwd, 'orders.services.js'), moving);
    expect(await codeOf()).toBe(3);
  });

  test('claims are judged, memory is predicted, a profile is taken, and the services are served alone', async () => {
    const cwd = await folderWith(files);
    const done = async (...args: readonly string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await inProcess(args, cwd);
      expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
      return stdout;
    };
    expect(await done('claims', 'shop.yaml', '--out', 'claims', '--quiet')).toContain('1 confirmed');
    const sizes = ['--sizes', '0.5,1,1.5,2,2.5', '--samples', '1', '--out', 'sizes', '--quiet'];
    expect(await done('predict', 'shop.yaml', '--strategy', './all.js', ...sizes)).toContain('order');
    const prediction = JSON.parse(await readFile(path.join(cwd, 'sizes', 'prediction.json'), 'utf8'));
    expect(prediction.sizes).toEqual([1000, 800, 600, 400, 200]);
    await done('profile', 'shop.yaml', '--strategy', './all.js', '--out', 'heap', '--quiet');
    const serving = tidemark(['serve', 'shop.yaml'], cwd);
    for await (const line of serving.iterable()) {
      const { url } = JSON.parse(line);
      expect(await (await fetch(`${url}/orders?count=1`)).json()).toEqual([{ id: 0, note: 'as always' }]);
      serving.kill('SIGTERM');
    }
    expect(await serving).toMatchObject({ exitCode: 0 });
  });
});

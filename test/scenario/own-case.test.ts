import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { folderWith, reportOf } from './scenario-folder.ts';

const load = (text: string, overrides = {}) => {
  const folder = folderWith({ 'scenario.yaml': text, 'orders.services.js': '', 'all.js': '', 'eat.js': '' });
  return loadScenario(path.join(folder, 'scenario.yaml'), overrides);
};

const complaintAbout = (text: string): string => {
  let told = '';
  const folder = folderWith({ 'scenario.yaml': text, 'orders.services.js': '', 'all.js': '' });
  told = reportOf(() => loadScenario(path.join(folder, 'scenario.yaml')));
  return told.replaceAll(`${folder}${path.sep}`, '');
};

const scenario = (about: string, more = '', rows = '[./all.js]'): string =>
  `name: mine\ncase: ${about}\n${more}strategies: ${rows}\n`;
const least = '{ services: ./orders.services.js, item: order, key: id }';

describe('a case that a scenario describes', () => {
  test('has words, an idle row and the first row as reference; its services get seed, scale and parameters', () => {
    const {
      case: about,
      rows,
      reference,
      opened,
    } = load(
      scenario('{ services: ./orders.services.js, item: entry, params: { a: [1] } }', 'seed: 3\nscale: 2\n'),
    );
    expect(about.words).toEqual({ item: 'entry', items: 'entries' });
    expect(rows.map(({ label }) => label)).toEqual(['idle', './all.js']);
    expect(reference).toBe('./all.js');
    expect(opened.served).toMatchObject({ key: null, context: { seed: 3, scale: 2, params: { a: [1] } } });
  });

  test('spreads parameters into rows, which may have a label, and a budget of its name is of all of them', () => {
    const { rows, budgets } = load(
      scenario(
        least,
        'budgets: [{ strategy: stream, peakLive: 30 MB }]\n',
        '[{ ./all.js: { label: stream, batch: [1, 2] } }]',
      ),
    );
    expect(rows.map(({ label, params }) => [label, params])).toEqual([
      ['idle', {}],
      ['stream batch=1', { batch: 1 }],
      ['stream batch=2', { batch: 2 }],
    ]);
    expect(budgets.map(({ label }) => label)).toEqual(['stream batch=1', 'stream batch=2']);
  });

  test.each([
    ['{ service: ./a.js }', '2:9: unknown key "service"\n  Did you mean "services"?'],
    [
      '{ services: orders.services.js }',
      "2:19: expected the path of the services' module, which starts with ./, ../ or /",
    ],
    ['{ services: ./none.js }', '2:19: there is no file "./none.js"'],
    [
      '{ services: 7 }',
      "2:19: expected the path of the services' module, or a server such as command: [node, server.mjs]; found 7",
    ],
    ['{ services: { command: node } }', '2:30: expected a program and its arguments in a list'],
    [
      '{ services: { command: [node], ready: health } }',
      '2:45: expected the path that answers when the server is ready',
    ],
    ['{ item: order }', '2:1: the case has no services'],
    ['{ services: ./orders.services.js, key: a..b }', '2:46: expected the path of what tells items apart'],
    ['{ services: ./orders.services.js, consumer: ./none.js }', '2:51: there is no file "./none.js"'],
    ['[]', '2:7: expected the name of a case, the path of its module, or a case in place; found a list'],
  ])('is refused as %s', (about, told) => {
    expect(complaintAbout(scenario(about))).toContain(`scenario.yaml:${told}`);
  });

  test.each([
    ['a workload', least, 'workload: small\n', '3:1: unknown key "workload"'],
    [
      'latency by items',
      least,
      'services: { latency: { perDocument: 1 } }\n',
      'nobody knows how many orders an answer of the handlers holds',
    ],
    [
      'bandwidth of a server',
      '{ services: { command: [node] }, item: order }',
      'services: { bandwidth: 1000 }\n',
      '3:13: bandwidth is for handlers',
    ],
    [
      'a target beside services',
      least,
      'target: { url: { env: HOME } }\n',
      "a target is what strategies fetch from: the case's services beside it would not be used",
    ],
    ['a label that is none', least, '', '3:35: expected text of one line'],
  ])('is refused with %s', (what, about, more, told) => {
    const rows = what === 'a label that is none' ? '[{ ./all.js: { label: 7 } }]' : '[./all.js]';
    expect(complaintAbout(scenario(about, more, rows))).toContain(told);
  });
});

import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadServices } from '../../src/cases/load.ts';
import { complaintAbout, folderWith, loadText, reportOf } from './scenario-folder.ts';

/** Sets variables for one test; undefined for one that is not set. */
const withEnvironment = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) {
    process.env[name] = value;
    onTestFinished(() => {
      delete process.env[name];
    });
  }
};

const withTarget = (...lines: readonly string[]): string =>
  ['name: real', 'target:', ...lines.map((line) => `  ${line}`), 'strategies: [naive]'].join('\n');

describe('a target', () => {
  test('is read from the environment', () => {
    const pem = path.join(folderWith({ 'both.pem': '' }), 'both.pem');
    withEnvironment({ T_URL: 'https://me:p%40ss@host:8443/site/', T_PEM: pem, T_TOKEN: ' abc ' });
    const scenario = loadText(
      withTarget(
        'url: { env: T_URL }',
        'certificate: { env: T_PEM }',
        'key: { env: T_PEM }',
        'headers: { X-Token: { env: T_TOKEN } }',
        'database: /mine',
        'locks: false',
      ),
    );
    expect(scenario.target).toBe(true);
    expect(scenario.access).toEqual({
      url: 'https://host:8443/site',
      certificate: pem,
      key: pem,
      ca: null,
      headers: { authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`, 'x-token': 'abc' },
      own: { database: '/mine', locks: false },
    });
  });

  test('is none where a scenario has a workload', () => {
    expect(loadText('name: mock\nworkload: small\nstrategies: [naive]')).toMatchObject({
      target: false,
      access: null,
    });
  });
});

describe('what is wrong with a target is told without what a variable holds', () => {
  test.each([
    [
      'a value in the file itself',
      withTarget('url: https://host'),
      'scenario.yaml:3:8: expected a mapping with env; found a text, which is not shown here',
    ],
    [
      'a variable that is not set',
      withTarget('url: { env: T_MISSING }'),
      'scenario.yaml:3:15: the environment variable T_MISSING is not set\n  Set it for this run: T_MISSING=… npm run -s tidemark -- run SCENARIO',
    ],
    [
      'no URL',
      withTarget('url: { env: T_TEXT }'),
      'scenario.yaml:3:15: T_TEXT is no http or https URL, or has a query or a stray %\n  Such as https://host:8443, with a path before the services’ own if there is one.',
    ],
    [
      'no file',
      withTarget('url: { env: T_URL }', 'ca: { env: T_TEXT }'),
      'scenario.yaml:4:14: T_TEXT does not name a file\n  Expected the path of a PEM file.',
    ],
    [
      'no name of a header',
      withTarget('url: { env: T_URL }', 'headers: { "a b": { env: T_TEXT } }'),
      'scenario.yaml:4:28: "a b" is no name of a header\n  Letters, digits and dashes.',
    ],
    [
      'a header in the file itself',
      withTarget('url: { env: T_URL }', 'headers: { a: Bearer abc }'),
      'scenario.yaml:4:17: expected a mapping with env; found a text, which is not shown here',
    ],
    [
      'all in one text',
      'name: real\ntarget: https://me:abc@host\nstrategies: [naive]',
      'scenario.yaml:2:9: expected a mapping with url, certificate, key, ca, headers, database, locks; found a text, which is not shown here',
    ],
    [
      'a header with a line break in it',
      withTarget('url: { env: T_URL }', 'headers: { a: { env: T_LINES } }'),
      'scenario.yaml:4:24: T_LINES holds a line break or another character that no header can have\n  Set it to the one line that is to be sent.',
    ],
    [
      'a database that is no path',
      withTarget('url: { env: T_URL }', 'database: mine/'),
      'scenario.yaml:4:13: expected a path that starts with a slash and ends without one, such as /mydb; found "mine/"',
    ],
    [
      'a workload beside it',
      `workload: small\n${withTarget('url: { env: T_URL }')}`,
      'scenario.yaml:1:1: a target has its own data: a workload beside it would not be used\n  Remove one of the two.',
    ],
    [
      'neither a target nor a workload',
      'name: real\nstrategies: [naive]',
      'scenario.yaml:1:1: "workload" is missing: expected the name of a workload, or a workload in place',
    ],
  ])('%s', (_, text, complaint) => {
    withEnvironment({ T_URL: 'https://host', T_TEXT: 'ftp secret', T_LINES: 'a\nb: c' });
    expect(complaintAbout(text)).toBe(complaint);
  });

  test('a target cannot be served', () => {
    withEnvironment({ T_URL: 'https://host' });
    const folder = folderWith({ 'real.yaml': withTarget('url: { env: T_URL }') });
    expect(reportOf(() => loadServices(path.join(folder, 'real.yaml'), {}))).toContain(
      'the scenario "real" has a target: there is nothing to serve',
    );
  });
});

describe('retries', () => {
  test('are three attempts unless the scenario says otherwise', () => {
    expect(loadText('name: a\nworkload: small\nstrategies: [naive]').retries).toEqual({
      attempts: 3,
      base: 100,
      longest: 5000,
    });
    const once = 'name: a\nworkload: small\nretries: { attempts: 1 }\nstrategies: [naive]';
    expect(loadText(once).retries).toEqual({ attempts: 1, base: 100, longest: 5000 });
  });

  test('of none at all are refused', () => {
    expect(complaintAbout('name: a\nworkload: small\nretries: { attempts: 0 }\nstrategies: [naive]')).toBe(
      'scenario.yaml:3:22: expected a whole number from 1 to 100; found 0',
    );
  });
});

test('a command is refused beside a target: its address and credentials are handed to no program', () => {
  withEnvironment({ T_URL: 'http://127.0.0.1:1' });
  const text =
    'name: real\ntarget:\n  url: { env: T_URL }\nstrategies:\n  - naive\n  - command: [python3, client.py]\n';
  expect(complaintAbout(text)).toContain('scenario.yaml:4:1: a command cannot be measured against a target');
});

import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { TargetAccess } from '../../src/record/messages/subject.ts';
import { redactionOf, secretsOfProgram } from '../../src/runner/secrets/redact.ts';
import { secretPartsOf } from '../../src/runner/secrets/secret-parts.ts';
import { redactionFor, toldFailure, toldOutcome } from '../../src/runner/told-outcome.ts';

const access: TargetAccess = {
  url: 'https://db.example.org:8443/site',
  certificate: '/home/me/cert.pem',
  key: null,
  ca: null,
  headers: {
    authorization: `Basic ${Buffer.from('operator:open sesame').toString('base64')}`,
    'x-token': 't0ken',
  },
  own: { locks: true },
};

test('whatever identifies a target or opens it is taken out of a message', () => {
  const redact = redactionFor(access, null);
  const messages = [
    'no answer from https://db.example.org:8443/site/reqmgr2',
    'getaddrinfo ENOTFOUND db.example.org',
    'x-token: t0ken',
    'operator said open sesame',
    'cannot read /home/me/cert.pem',
    access.headers.authorization ?? '',
  ].map(redact);
  expect(messages).toEqual([
    'no answer from (redacted)/reqmgr2',
    'getaddrinfo ENOTFOUND (redacted)',
    'x-token: (redacted)',
    '(redacted) said (redacted)',
    'cannot read (redacted)',
    '(redacted)',
  ]);
});

test('the folder of a key is told in other paths, even where its name looks drawn at random', () => {
  using folder = mkdtempDisposableSync(path.join(os.tmpdir(), 'tidemark-'));
  const random = path.join(folder.path, 'aB3cD4eF5');
  mkdirSync(random);
  const key = path.join(random, 'client.pem');
  writeFileSync(key, '');
  const redact = redactionFor({ ...access, key }, null);
  expect(redact(`${key} beside ${random}/curious.ts`)).toBe(`(redacted) beside ${random}/curious.ts`);
});

test('a message without a target stays as it is', () => {
  const message = 'status 502 from http://127.0.0.1:80/a';
  expect(redactionFor(null, null)(message)).toBe(message);
});

const secret = 'pä ss/wörd+"1"&=%';
const token = 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6';
const inHex = (byte: number): string => byte.toString(16).padStart(2, '0');
const eachByte = (told: (byte: number) => string): string => [...Buffer.from(secret)].map(told).join('');
const bytesBefore = ['', 'u', 'us', 'user:'];

test.each([
  ['as it is', secret],
  ['per cent', encodeURIComponent(secret)],
  ['per cent in small letters', encodeURIComponent(secret).toLowerCase()],
  ['per cent twice', encodeURIComponent(encodeURIComponent(secret))],
  ['as of a form', new URLSearchParams([['', secret]]).toString().slice(1)],
  ['as of an address', encodeURI(secret)],
  ['JSON', JSON.stringify(secret).slice(1, -1)],
  [
    'JSON in ASCII',
    JSON.stringify(secret)
      .slice(1, -1)
      .replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
  ['HTML', secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('/', '&#x2F;')],
  ['hexadecimal', Buffer.from(secret).toString('hex')],
  ['hexadecimal in capitals', Buffer.from(secret).toString('hex').toUpperCase()],
  ['pairs of hexadecimal digits', eachByte((byte) => `${inHex(byte)} `).trim()],
  ['hexadecimal numbers', eachByte((byte) => `0x${inHex(byte)}, `).slice(0, -2)],
  ['decimal numbers', [...Buffer.from(secret)].join(', ')],
  ['bytes of JavaScript and Python', eachByte((byte) => `\\x${inHex(byte)}`)],
  ['octal bytes', eachByte((byte) => `\\${byte.toString(8).padStart(3, '0')}`)],
  ['quoted-printable', eachByte((byte) => `=${inHex(byte).toUpperCase()}`)],
  ['points of JavaScript', [...secret].map((c) => `\\u{${c.codePointAt(0)?.toString(16)}}`).join('')],
  ['JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ['per cent three times', encodeURIComponent(encodeURIComponent(encodeURIComponent(secret)))],
  ['a shell', secret.replace(/[^\w]/g, '\\$&')],
  ['capitals', secret.toUpperCase()],
])('a secret is found in another form: %s', (_, form) => {
  expect(redactionOf([secret])(`before ${form} behind`)).toBe('before (redacted) behind');
});

test.each(
  bytesBefore.flatMap((before) =>
    (['base64', 'base64url'] as const).map((alphabet) => [before, alphabet] as const),
  ),
)('a secret is found in base64, behind %j, in %s', (before, alphabet) => {
  const encoded = Buffer.from(`${before}${secret}@and more`).toString(alphabet);
  const redact = redactionOf([secret]);
  expect(redact(`cookie ${encoded}, sent`)).toBe('cookie (redacted), sent');
  expect(redact(`q=1&c=${encodeURIComponent(encoded)}`)).toMatch(/^q=1&(c=)?\(redacted\)$/);
  const lines = encoded.replace(/(.{10})/g, '$1\n');
  expect(redact(lines)).not.toContain(encoded.slice(10, 20));
});

test.each([
  ['an escape sequence', '\u001b[1m'],
  ['a NUL', '\0'],
  ['a space without width', '\u200b'],
  ['a selector of a row', '\ufe0f'],
])('a secret with %s inside is found, for no report shows that', (_, between) => {
  const text = `denied for ${token.slice(0, 9)}${between}${token.slice(9)}${between}!`;
  expect(redactionOf([token])(text)).toBe('denied for (redacted)!');
  const cut = `denied for ${'swordf'.split('').join(between)}`;
  expect(toldFailure({ kind: 'error', message: cut }, redactionOf(['swordf'])).message).toBe(
    'denied for (redacted)',
  );
});

test('a character that does not show inside a secret of several parts leaves none of them', () => {
  const redact = redactionFor(null, { env: { TOKEN: 'Kq7/tR+z9"Wm2Vx4&Lp8' }, folder: '/' });
  for (const between of ['\0', '\u001b[1m'])
    expect(redact(`denied for Kq7/tR+z9${between}"Wm2Vx4&Lp8`)).toBe('denied for (redacted)');
});

test('a secret behind half an escape sequence, or of several lines, is found', () => {
  expect(redactionOf(['Kq7/tR'])('\u001bKq7/tR')).not.toContain('q7');
  expect(redactionOf(['one\r\ntwo'])('one\ntwo')).toBe('(redacted)');
});

test('a piece of a long secret is found wherever somebody has cut it', () => {
  const redact = redactionOf([token]);
  expect(redact(`the token ${token.slice(0, 20)}… is bad`)).toBe('the token (redacted)… is bad');
  expect(redact(`…${token.slice(9)} is bad`)).toBe('…(redacted) is bad');
  expect(redact(`${token.slice(0, 8)} is bad`)).toBe('ghp_A1b2 is bad');
});

test('what is secret is taken out before a message is cut, so that no half of it is left', () => {
  const message = `${'x'.repeat(680)} ${token.repeat(200)} ${'y'.repeat(290)}`;
  const told = toldFailure({ kind: 'error', message }, redactionOf([token]));
  expect(told.message.length).toBeLessThanOrEqual(1000);
  expect(told.message).not.toMatch(/ghp|p6|C3d4/);
});

test('five megabytes of message become a thousand characters with the end of it', () => {
  const message = `${'aGVsbG8='.repeat(650_000)} (client.py:3)`;
  const told = toldFailure({ kind: 'error', message }, redactionOf([token, secret]));
  expect(told.message).toMatch(/^aGVsbG8=.* characters\) ….*\(client\.py:3\)$/);
  expect(told.message).toHaveLength(1000);
});

test("a program's own words of its version and of what it lacks are redacted and cut too", () => {
  const outcome = toldOutcome(
    {
      status: 'completed',
      metrics: {},
      unavailable: { peakRss: `no ${token}` },
      completeness: null,
      consumer: null,
      detail: { kind: 'program', version: `Client ${token} ${'x'.repeat(2000)}` },
    },
    redactionOf([token]),
  );
  expect(JSON.stringify(outcome)).not.toContain('ghp_');
  expect(outcome).toMatchObject({ unavailable: { peakRss: 'no (redacted)' } });
  expect(JSON.stringify(outcome).length).toBeLessThan(1500);
});

test.each([
  ['WMCORE_SRC', '../../wmcore-before', []],
  ['WMCORE_SRC', '/nowhere/wmcore', []],
  ['PYTHONPATH', '/opt/a:/opt/b', []],
  ['KEY_FILE', '/run/secrets/key.pem', []],
  ['LOG_LEVEL', 'warning', []],
  ['PORT', '808080', []],
  ['SERVICE', 'https://cmsweb.cern.ch/reqmgr2', []],
  ['SERVICE', 'https://me:s3cret@host.org/a', ['https://me:s3cret@host.org/a', 's3cret']],
  ['PASSWORD', 'swordfish', ['swordfish']],
  ['MODE', 'a1b2c3d4e5', ['a1b2c3d4e5']],
  ['IMAGE', '/9j/4AAQSkZJRg', ['/9j/4AAQSkZJRg']],
])(
  'in the environment of a program the kind of a value says whether it is secret: %s=%s',
  (name, value, secrets) => {
    expect(secretsOfProgram({ env: { [name]: value }, folder: '/' })).toEqual(
      expect.arrayContaining(secrets),
    );
    expect(secretsOfProgram({ env: { [name]: value }, folder: '/' }).length > 0).toBe(secrets.length > 0);
  },
);

test.each([
  ['DSN', 'host=db1 user=app password=Zu5tam7Qx sslmode=require', ['Zu5tam7Qx']],
  ['DSN', "host=db1 password='swordfish, too'", ['swordfish, too', 'swordfish']],
  ['DSN', 'Server=db;Pwd=swordfish;Encrypt=yes', ['swordfish', 'swordfish;Encrypt=yes']],
  ['DSN', 'password=Zu5=am:7Qx', ['Zu5=am:7Qx', 'Zu5', '7Qx']],
  ['CONFIG', '{"token":"Ho3pletSim6","port":8080}', ['Ho3pletSim6']],
  ['CONFIG', '{"auth":{"user":["operator"]},"dsn":"password=swordfish"}', ['operator', 'swordfish']],
  ['LOGIN', 'app:Fi9mopBek3', ['Fi9mopBek3']],
  ['AUTH', 'app:swordfish', ['swordfish']],
  ['PASSWORD', 'correct horse', ['correct']],
  ['HEADER', 'X-Auth: Token Nu8lkerWap2', ['Nu8lkerWap2']],
  ['HEADER', 'Authorization: Bearer swordfish', ['swordfish']],
  ['OPTIONS', '--max-old-space-size=512 --title=postgres14', []],
  ['LIST', 'host1.example.org:8080,host2.example.org:8080', []],
])('a part of a value is secret by itself: %s=%s', (name, value, parts) => {
  expect(secretPartsOf(name, value)).toEqual(expect.arrayContaining(parts.filter((p) => p.length > 3)));
  expect(secretPartsOf(name, value).length > 0).toBe(parts.length > 0);
});

test('in a message the secret part of a value in the environment is taken out, and plain words stay', () => {
  const env = {
    DSN: 'host=db1 user=app password=Zu5tam7Qx',
    URLS: 'https://me:s3cret@a.org https://b.org',
    PASSWORD: 'Gx7#',
  };
  const redact = redactionFor(null, { env, folder: '/' });
  expect(redact('app at db1: no Zu5tam7Qx, no s3cret for b.org, no Gx7#')).toBe(
    'app at db1: no (redacted), no (redacted) for b.org, no (redacted)',
  );
});

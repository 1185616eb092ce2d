import { expect, test } from 'vitest';
import type { TargetAccess } from '../../src/record/subject.ts';
import { redact } from '../../src/runner/redact.ts';

const access: TargetAccess = {
  url: 'https://db.example.org:8443/site',
  certificate: '/home/me/cert.pem',
  key: null,
  ca: null,
  headers: {
    authorization: `Basic ${Buffer.from('operator:open sesame').toString('base64')}`,
    'x-token': 't0ken',
  },
  database: null,
  locks: true,
};

test('whatever identifies a target or opens it is taken out of a message', () => {
  const messages = [
    'no answer from https://db.example.org:8443/site/reqmgr2',
    'getaddrinfo ENOTFOUND db.example.org',
    'x-token: t0ken',
    'operator said open sesame',
    'cannot read /home/me/cert.pem',
    access.headers.authorization ?? '',
  ].map((message) => redact(message, access));
  expect(messages).toEqual([
    'no answer from (redacted)/reqmgr2',
    'getaddrinfo ENOTFOUND (redacted)',
    'x-token: (redacted)',
    '(redacted) said (redacted)',
    'cannot read (redacted)',
    '(redacted)',
  ]);
});

test('a message without a target stays as it is', () => {
  expect(redact('status 502 from http://127.0.0.1:80/a', null)).toBe('status 502 from http://127.0.0.1:80/a');
});

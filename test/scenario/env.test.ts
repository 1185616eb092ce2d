import { expect, onTestFinished, test } from 'vitest';
import { complaintAbout, loadText } from './scenario-folder.ts';

const saying = (env: string): string => `name: one\nworkload: small\nenv: ${env}\nstrategies: [naive]\n`;

test('a scenario says what its strategies find in their environment, and lets variables through', () => {
  process.env.TIDEMARK_TEST_TOKEN = 'abc';
  onTestFinished(() => {
    delete process.env.TIDEMARK_TEST_TOKEN;
  });
  const text = saying('{ UV_THREADPOOL_SIZE: 8, TOKEN: { env: TIDEMARK_TEST_TOKEN } }');
  expect(loadText(text).env).toEqual({ UV_THREADPOOL_SIZE: '8', TOKEN: 'abc' });
  expect(loadText('name: one\nworkload: small\nstrategies: [naive]\n').env).toEqual({});
});

test.each([
  [
    '{ TOKEN: { env: TIDEMARK_NOWHERE } }',
    /^scenario\.yaml:3:22: the environment variable TIDEMARK_NOWHERE is not set\n {2}Set it/,
  ],
  [
    '{ TIDEMARK_TARGET: x }',
    /^scenario\.yaml:3:8: "TIDEMARK_TARGET" is set by tidemark itself\n {2}Remove it/,
  ],
  ['{ A: [1] }', /^scenario\.yaml:3:11: expected text, a number, true or false, or \{ env: NAME \}/],
  ['TOKEN=abc', /^scenario\.yaml:3:6: expected .*; found a text, which is not shown here$/],
  ['{ A: { env: Bearer abc } }', /; found a text, which is not shown here$/],
  ['{ A=abc: x }', /expected the name of a variable; found a text, which is not shown here$/],
  ['{ 1A: x }', /^scenario\.yaml:3:8: expected the name of a variable; found "1A"/],
])('%s is refused with the place', (env, message) => {
  expect(complaintAbout(saying(env))).toMatch(message);
});

test('a file is read past the mark of its byte order', () => {
  expect(loadText(`\ufeff${saying('{ A: x }')}`).env).toEqual({ A: 'x' });
});

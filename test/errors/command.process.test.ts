import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine } from '../../src/errors/command.ts';

const args = ['gate', 'mine.yaml', '--update'];

test.each([
  ['in its checkout', '/t/src/errors/command.ts', '/t', '/t/src/cli/tidemark.js', 'npm run -s tidemark --'],
  [
    'below its checkout',
    '/t/src/errors/command.ts',
    '/t/scenarios',
    '/t/src/cli/tidemark.js',
    'node ../src/cli/tidemark.js',
  ],
  [
    'beside its checkout',
    '/t/src/errors/command.ts',
    '/home/me',
    '/t/src/cli/tidemark.js',
    'node ../../t/src/cli/tidemark.js',
  ],
  [
    'where a project has it',
    '/p/node_modules/tidemark/dist/errors/command.js',
    '/p/api',
    '/p/node_modules/.bin/tidemark',
    'npx tidemark',
  ],
  [
    'where pnpm has put it',
    '/p/node_modules/.pnpm/tidemark@1/node_modules/tidemark/dist/errors/command.js',
    '/p',
    '/p/x',
    'npx tidemark',
  ],
  [
    'where all projects share it',
    '/usr/lib/node_modules/tidemark/dist/errors/command.js',
    '/home/me',
    '/usr/bin/tidemark',
    'tidemark',
  ],
])('a hint is a command that can be pasted: %s', (_, module, cwd, script, program) => {
  expect(commandLine(args, { module, cwd, script })).toBe(`${program} gate mine.yaml --update`);
});

test('a word of the user is one word to a shell, and no command', () => {
  const word = 'a\'b "c" $(echo d) `e` ;f';
  const line = commandLine([word], { module: '/usr/lib/node_modules/t/dist/e/c.js', cwd: '/', script: '/x' });
  expect(execFileSync('/bin/sh', ['-c', line.replace(/^\S+/, "printf '%s|'")], { encoding: 'utf8' })).toBe(
    `${word}|`,
  );
});

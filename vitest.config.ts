import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // The tests of the heap probe clear the worker's own garbage away before they measure.
    execArgv: ['--expose-gc'],
    // Real subjects and real servers run inside the tests, on machines of very different speed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Commands under test tell GitHub nothing, unless a test is about that.
    env: { GITHUB_ACTIONS: '' },
    reporters: ['default', './test/count-reporter.ts'],
  },
});

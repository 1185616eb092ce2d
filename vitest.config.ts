import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { hangs } from './test/hangs.ts';

/** Files of a minute, begun first, so that they do not run alone at the end. */
const longest = ['test/selftest/selftest.test.ts', 'test/cli/run.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const i = longest.findIndex((file) => moduleId.endsWith(file));
      return i === -1 ? longest.length : i;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Two of them on two cores too: most of the time is other processes', which a worker waits for.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // The tests of the heap probe clear the worker's own garbage away before they measure.
    execArgv: ['--expose-gc'],
    // Nothing here depends on the machine's speed: these end what hangs, and nothing that is slow.
    testTimeout: hangs,
    hookTimeout: hangs,
    expect: { poll: { timeout: hangs } },
    // Commands under test tell GitHub nothing, unless a test is about that.
    env: { GITHUB_ACTIONS: '' },
    reporters: ['default', './test/count-reporter.ts'],
  },
});

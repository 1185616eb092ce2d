import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { hangs } from './test/hangs.ts';

/** By the end of a file's name: what takes longest is begun first, so that it does not run alone at the end. */
const kinds = ['.system.test.ts', '.process.test.ts', '.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number =>
      kinds.findIndex((kind) => moduleId.endsWith(kind));
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    // Three of them on two cores too: much of the time is other processes', which a worker waits for.
    maxWorkers: 3,
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
    // Which one a test is of is said by its file's name (src/README.md), and no file is of two.
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{process,system}.test.ts'],
          setupFiles: ['./test/no-processes.ts'],
          // Modules that are loaded once and for all: half of the time otherwise.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'process', include: ['test/**/*.process.test.ts'] } },
      { extends: true, test: { name: 'system', include: ['test/**/*.system.test.ts'] } },
    ],
  },
});

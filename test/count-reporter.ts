import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints the true counts of a run on a line of their own. A module or a suite that could not be set up and an error
 * outside any test count as a failure each: otherwise they would vanish from the count.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const { result } of [...module.children.allTests()].map((test) => ({ result: test.result() }))) {
        if (result.state === 'passed') passed += 1;
        if (result.state === 'failed') failed += 1;
      }
    }
    process.stdout.write(`Tests: ${passed} passed, ${failed} failed\n`);
  }
}

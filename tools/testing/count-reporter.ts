// A vitest reporter that writes how many tests passed, failed and were skipped, for the closing line of `npm test`.
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export interface TestCount {
  passed: number;
  failed: number;
  /** Full names. */
  skipped: string[];
}

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count: TestCount = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      // A file that can't be loaded, or a hook that failed, has no test of its own to count.
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed++;
        else if (state === 'failed') count.failed++;
        else count.skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
      }
    }
    const file = process.env['TEST_COUNT_FILE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(count));
  }
}

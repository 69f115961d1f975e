import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/**
 * Prints the run's last line plainly: `N passed, N failed`. A test file that does not load, an error
 * outside any test, and a run that was cut short each count as one failure, so that "0 failed" means it.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      let inside = 0;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "passed") passed += 1;
        else if (state !== "skipped") inside += 1;
      }
      if (inside === 0 && !module.ok()) inside = 1;
      failed += inside;
    }
    if (reason === "interrupted" && failed === 0) failed = 1;
    process.once("exit", () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}

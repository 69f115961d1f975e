import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "./repository.ts";

/** Runs the runner on these test files; the last line it prints, and its exit code. */
function run(files: Record<string, string>): { last: string | undefined; status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), "wijkkit-closing-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  const reporter = join(ROOT, "test/support/closing-line.ts");
  const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", folder, "--globals"];
  const { stdout, status } = spawnSync(process.execPath, [...args, "--reporter", "default", "--reporter", reporter], {
    encoding: "utf8",
    cwd: folder,
  });
  return { last: stdout.trimEnd().split("\n").at(-1), status };
}

test("the last line counts what passed", () => {
  const files = { "a.test.js": 'test("one", () => {}); test("two", () => {});' };
  expect(run(files)).toEqual({ last: "2 passed, 0 failed", status: 0 });
});

test("a failure, a file that does not load, a broken hook and a stray error each count as failed", () => {
  const files = {
    "a.test.js": 'test("one", () => {}); test("two", () => { throw new Error("no"); });',
    "b.test.js": 'import "./missing.js"; test("three", () => {});',
    "c.test.js": 'beforeAll(() => { throw new Error("no"); }); test("four", () => {});',
    "d.test.js":
      'test("five", async () => { Promise.reject(new Error("stray")); await new Promise((r) => setTimeout(r, 50)); });',
  };
  expect(run(files)).toEqual({ last: "2 passed, 4 failed", status: 1 });
});

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "./repository.ts";

const ASKING = `import { findChromium } from ${JSON.stringify(join(ROOT, "test/support/chromium.ts"))};
try { console.log(findChromium()); } catch (error) { console.log("said:", error.message); }`;

/** What the search answers on a machine whose PATH is one folder with these programs. */
function search(programs: Record<string, string>, env: Record<string, string> = {}): { answer: string; path: string } {
  const path = mkdtempSync(join(tmpdir(), "wijkkit-path-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, source] of Object.entries(programs)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${source}\n`);
    chmodSync(join(path, name), 0o755);
  }
  const asked = spawnSync(process.execPath, ["--input-type=module", "--eval", ASKING], {
    encoding: "utf8",
    env: { PATH: path, ...env },
  });
  return { answer: asked.stdout.trim().split("\n").at(-1) ?? "", path };
}

const SAYS_WHAT_TO_DO =
  "said: No Chromium found: install Chromium or Chrome, or set CHROMIUM_PATH to the program, and run this again.";

test("CHROMIUM_PATH goes before what is installed", () => {
  const { answer } = search({ chromium: "exit 0" }, { CHROMIUM_PATH: process.execPath });
  expect(answer).toBe(process.execPath);
});

test("a CHROMIUM_PATH that is wrong is said", () => {
  const { answer } = search({ chromium: "exit 0" }, { CHROMIUM_PATH: "/nowhere/chromium" });
  expect(answer).toBe("said: CHROMIUM_PATH names /nowhere/chromium, which is not there: correct it, or unset it.");
});

test.for(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])(
  "an installed %s is found",
  (name) => {
    const { answer, path } = search({ [name]: "exit 0" });
    expect(answer).toBe(join(path, name));
  },
);

test("where there is none, root on Debian installs one; anybody else reads what to do", () => {
  const installs = '[ "$1" = install ] && /bin/cp "$0" "$(/usr/bin/dirname "$0")/chromium"; exit 0';
  const { answer, path } = search({ "apt-get": installs });
  const debianRoot = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  expect(answer).toBe(debianRoot ? join(path, "chromium") : SAYS_WHAT_TO_DO);
});

test("where installing fails, it says what to do", () => {
  expect(search({ "apt-get": "exit 100" }).answer).toBe(SAYS_WHAT_TO_DO);
});

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "./support/repository.ts";

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** Runs the import law over `packages`, `site` and `test` in a folder; every violation as `rule: file`. */
function violations(folder: string): string[] {
  const program = join(ROOT, "node_modules/.bin/depcruise");
  const law = join(ROOT, ".dependency-cruiser.mjs");
  const args = [program, "--config", law, "--output-type", "json", "packages", "site", "test"];
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 64 << 20 });
  if (!run.stdout.startsWith("{")) throw new Error(run.stderr);
  const report = JSON.parse(run.stdout) as Report;
  return report.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

/** A small house that keeps the law; the files of `BREAKERS` each break one rule of it. */
const LAWFUL: Record<string, string> = {
  "packages/envelope/src/index.ts":
    'import "@noble/curves/ed25519.js"; export type Lane = string; export const one = 1;',
  "packages/identity/src/index.ts": 'import "tweetnacl"; export type Seed = string; export const two = 2;',
  "packages/seal/src/index.ts":
    'import "../../envelope/src/index.ts"; import "../../identity/src/index.ts"; import "tweetnacl";',
  "packages/document/src/index.ts": 'import "../../seal/src/index.ts"; import "yjs";',
  "packages/machines/src/index.ts": 'import "../../document/src/index.ts";',
  "packages/sync/src/index.ts": 'import "../../envelope/src/index.ts"; import "idb";',
  "packages/sync/src/mesh/room.ts": 'import "y-webrtc"; import "yjs";',
  "packages/relay/src/index.ts": 'import "../../sync/src/index.ts"; import "ws"; import "node:sqlite";',
  "packages/cli/src/relay.ts": 'import "../../relay/src/index.ts";',
  "packages/cli/src/found.ts": 'import "../../seal/src/index.ts"; import "commander";',
  "site/view/app.ts": 'import "../../packages/machines/src/index.ts"; import "preact";',
  "packages/relay/src/testing/device.ts": 'import "../../../seal/src/index.ts";',
  "packages/relay/src/simulated.test.ts": 'import "../../seal/src/index.ts";',
};

const BREAKERS: Record<string, readonly [rule: string, source: string]> = {
  "packages/envelope/src/a.ts": [
    "envelope-may-import",
    'import type { Seed } from "../../identity/src/index.ts"; export type A = Seed;',
  ],
  "packages/identity/src/a.ts": ["identity-may-import", 'import "../../envelope/src/index.ts";'],
  "packages/identity/src/b.ts": ["door-noble-curves", 'import "@noble/curves/ed25519.js";'],
  "packages/seal/src/a.ts": ["seal-may-import", 'import "../../document/src/index.ts";'],
  "packages/document/src/a.ts": ["document-may-import", 'import "../../sync/src/index.ts";'],
  "packages/document/src/b.ts": ["door-tweetnacl", 'import "tweetnacl";'],
  "packages/machines/src/a.ts": ["machines-may-import", 'import "../../seal/src/index.ts";'],
  "packages/machines/src/b.ts": ["door-yjs", 'import "yjs";'],
  "packages/machines/src/c.ts": ["runs-in-a-browser", 'import "node:fs";'],
  "packages/machines/src/d.ts": ["machines-may-import", 'import "../../../site/view/app.ts";'],
  "packages/sync/src/a.ts": [
    "sync-may-import",
    'import type { Seed } from "../../identity/src/index.ts"; export type A = Seed;',
  ],
  "packages/sync/src/b.ts": ["door-y-webrtc", 'import "y-webrtc";'],
  "packages/sync/src/c.ts": ["sqlite-in-relay", 'import "node:sqlite";'],
  "packages/relay/src/a.ts": ["relay-may-import", 'import "../../seal/src/index.ts";'],
  "packages/relay/src/b.ts": ["blind-reaches-no-key", 'import "./a.ts";'],
  "packages/relay/src/d.ts": ["source-imports-no-test", 'import "./testing/device.ts";'],
  "packages/relay/src/c.ts": ["source-imports-no-test", 'import "./simulated.test.ts";'],
  "packages/cli/src/kiosk.ts": ["blind-reaches-no-key", 'import "./found.ts";'],
  "packages/cli/src/a.ts": ["door-ws", 'import "ws";'],
  "packages/audit/src/a.ts": ["audit-may-import", 'import "../../envelope/src/index.ts";'],
  "packages/cli/src/d.ts": ["declared", 'import "fast-check";'],
  "packages/extra/src/a.ts": ["unknown-package", 'import "./b.ts";'],
  "packages/extra/src/b.ts": ["resolves", 'import "./missing.ts";'],
  "packages/cli/src/utils/b.ts": ["no-cycle", 'import type { C } from "./c.ts"; export type B = C;'],
  "packages/cli/src/utils/c.ts": ["no-drawer", 'import type { B } from "./b.ts"; export type C = B;'],
  "site/pages/a.ts": ["documents-meet-the-dom-in-view", 'import "../../packages/document/src/index.ts";'],
};

function build(sources: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "wijkkit-law-"));
  for (const name of ["envelope", "identity", "seal", "document", "machines", "sync", "relay", "cli"]) {
    mkdirSync(join(folder, "packages", name), { recursive: true });
    cpSync(join(ROOT, "packages", name, "package.json"), join(folder, "packages", name, "package.json"));
  }
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  mkdirSync(join(folder, "test"), { recursive: true });
  cpSync(join(ROOT, "tsconfig.json"), join(folder, "tsconfig.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

const broken = Object.fromEntries(Object.entries(BREAKERS).map(([path, [, source]]) => [path, source]));
let lawful = "";
let lawless = "";

beforeAll(() => {
  lawful = build(LAWFUL);
  lawless = build({ ...LAWFUL, ...broken });
});

afterAll(() => {
  for (const folder of [lawful, lawless]) rmSync(folder, { recursive: true, force: true });
});

test("a house that keeps the import law is left alone", () => {
  expect(violations(lawful)).toEqual([]);
});

test("every way to break the import law is refused", () => {
  const found = violations(lawless);
  for (const [path, [rule]] of Object.entries(BREAKERS)) expect(found).toContain(`${rule}: ${path}`);
  expect(found.filter((line) => Object.keys(LAWFUL).some((path) => line.endsWith(`: ${path}`)))).toEqual([]);
});

test("our own house keeps the import law", () => {
  expect(violations(ROOT)).toEqual([]);
});

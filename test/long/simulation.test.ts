import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { folderOf } from "../support/folder.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const planted = join(root, "test/simulation/planted");

/** What the simulator says, and whether all seeds held. */
async function simulate(cwd: string, ...options: string[]): Promise<{ held: boolean; said: string }> {
  const limits = { cwd, timeout: 540_000, maxBuffer: 2 ** 24 };
  return run(process.execPath, ["test/simulation/simulate.ts", ...options], limits).then(
    ({ stdout }) => ({ held: true, said: stdout }),
    ({ code, stdout, stderr }: { code?: number; stdout: string; stderr: string }) => {
      if (code !== 1) throw new Error(`the simulator ended with ${code}: ${stdout}${stderr}`);
      return { held: false, said: stdout };
    },
  );
}

test("[ST16] [SS20] [SS38] a thousand seeds: honest replicas agree, nothing stored is lost, nothing forged is shown", async () => {
  const [one, other] = await Promise.all([
    simulate(root, "--from", "1", "--seeds", "500"),
    simulate(root, "--from", "501", "--seeds", "500"),
  ]);
  console.log(`${one.said}${other.said}`.trim());
  expect([one.said, other.said].join("")).not.toMatch(/^seed /m);
  expect(one.held && other.held).toBe(true);
});

test("[SS40] one seed has one outcome", async () => {
  const twice = await Promise.all([1, 2].map(() => simulate(root, "--from", "40", "--seeds", "8", "--digests")));
  expect(twice[0]?.said.match(/^digest/gm)).toHaveLength(8);
  const digests = twice.map(({ said }) => said.split("\n").filter((line) => line.startsWith("digest")));
  expect(digests[0]).toEqual(digests[1]);
});

/** A copy of what the simulator runs, in which one thing is wrong. */
async function withBug(patch: string): Promise<string> {
  const copy = folderOf({});
  for (const part of ["packages", "site/view", "test/support", "test/simulation", "package.json"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !path.includes("node_modules") });
  }
  mkdirSync(join(copy, "node_modules/@wijkkit"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name !== "@wijkkit") symlinkSync(join(root, "node_modules", name), join(copy, "node_modules", name));
  }
  for (const name of readdirSync(join(copy, "packages"))) {
    symlinkSync(join(copy, "packages", name), join(copy, "node_modules/@wijkkit", name));
  }
  await run("git", ["apply", join(planted, patch)], { cwd: copy });
  return copy;
}

const patches = readdirSync(planted);

test("ten bugs are planted", () => {
  expect(patches).toHaveLength(10);
  for (const patch of patches) expect(readFileSync(join(planted, patch), "utf8")).toMatch(/^diff --git a\/packages\//);
});

test.for(patches)("planted: %s is found within a thousand seeds", async (patch) => {
  const { held, said } = await simulate(await withBug(patch), "--seeds", "1000", "--until-failure");
  expect(held, said).toBe(false);
  expect(said).toMatch(/^seed \d+ /m);
});

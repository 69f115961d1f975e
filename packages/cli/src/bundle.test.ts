import { execFile } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { sqliteStore } from "@wijkkit/relay";
import { expect, test } from "vitest";
import { Wijk } from "../../../test/support/envelopes.ts";
import { folderOf } from "../../../test/support/folder.ts";

const run = promisify(execFile);
const WIJK = join(import.meta.dirname, "wijk.ts");
const wijken = [new Wijk("first of a stick"), new Wijk("second of a stick")] as const;

async function wijk(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return run(process.execPath, [WIJK, "bundle", ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
}

/** A store with two spaces, of 7 envelopes together. */
async function filled(): Promise<string> {
  const folder = folderOf({});
  const store = sqliteStore(join(folder, "relay.sqlite"));
  for (const [n, one] of wijken.entries()) {
    await store.putRecord(one.space, one.record);
    await store.append(one.space, one.lane("of a stick").some(3 + n));
  }
  await store.close();
  return folder;
}

async function held(folder: string): Promise<number[]> {
  const store = sqliteStore(join(folder, "relay.sqlite"));
  const counts = await Promise.all(wijken.map(async ({ space }) => (await store.heads(space))[0]?.seq ?? -1));
  await store.close();
  return counts;
}

test("[CL20] [CL21] what one relay holds goes on a stick and into another, once, or one space of it", async () => {
  const [from, to, other] = [await filled(), folderOf({}), folderOf({})];
  const file = join(to, "all.wijk");
  expect(await wijk("export", file, "--data", from)).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(file).subarray(0, 16).toString()).toBe("wijkkit bundle 1");
  expect(existsSync(`${file}.part`)).toBe(false);
  expect((await wijk("import", file, "--data", join(to, "data"))).stdout).toContain(
    "7 new, 0 known, 0 waiting, 0 refused.",
  );
  expect((await wijk("import", file, "--data", join(to, "data"))).stdout).toContain("0 new, 7 known");
  expect(await held(join(to, "data"))).toEqual([2, 3]);
  const one = join(to, "one.wijk");
  expect((await wijk("export", one, "--data", from, "--space", wijken[1].space)).stdout).toContain("1 spaces");
  await wijk("import", one, "--data", other);
  expect(await held(other)).toEqual([-1, 3]);
});

test("[CL22] a cut file, a file that is none, a missing one and a missing store each get one sentence", async () => {
  const from = await filled();
  const file = join(from, "all.wijk");
  await wijk("export", file, "--data", from);
  const cut = join(from, "cut.wijk");
  writeFileSync(cut, readFileSync(file).subarray(0, -100));
  const taken = await wijk("import", cut, "--data", join(from, "cut"));
  expect(taken).toMatchObject({ code: 1, stdout: expect.stringContaining("6 new") });
  expect(taken.stderr).toContain("ends in the middle");
  const letter = join(from, "letter.wijk");
  copyFileSync(WIJK, letter);
  expect(await wijk("import", letter, "--data", join(from, "letter"))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is no bundle"),
  });
  expect((await wijk("import", join(from, "none"))).stderr).toContain("There is no file");
  expect((await wijk("export", file, "--data", join(from, "nowhere"))).stderr).toContain("There is no store");
  expect((await wijk("export", file, "--space", "x")).code).toBe(2);
  const before = readFileSync(file);
  expect((await wijk("export", join(from, "no/such/folder.wijk"), "--data", from)).code).toBe(1);
  expect(readFileSync(file)).toEqual(before);
});

test("[CL23] wijk bundle loads no code that holds a key", async () => {
  const trace = `data:text/javascript,${encodeURIComponent(`
    import { writeSync } from "node:fs";
    import { registerHooks } from "node:module";
    registerHooks({ load(url, context, next) { writeSync(2, "LOADED " + url + "\\n"); return next(url, context); } });
  `)}`;
  const from = await filled();
  const args = ["--import", trace, WIJK, "bundle", "export", join(from, "all.wijk"), "--data", from];
  const { stderr } = await run(process.execPath, args);
  expect(stderr).toMatch(/LOADED .*packages\/sync\/src\/bundle\.ts/);
  const holdsKeys = /packages\/(identity|seal|document|machines)\/|node_modules\/(tweetnacl|@automerge|yjs)\//;
  expect(stderr.split("\n").filter((line) => holdsKeys.test(line))).toEqual([]);
});

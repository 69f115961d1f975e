import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { storeContract } from "../../../test/contract/store.ts";
import { Wijk } from "../../../test/support/envelopes.ts";
import { openDatabase } from "./schema.ts";
import { sqliteStore, storeOn } from "./store.ts";

const folder = mkdtempSync(join(tmpdir(), "wijkkit-store-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const file = () => join(folder, `${files++}.sqlite`);

const wijk = new Wijk("sqlite");
const { space } = wijk;
const ALL = Number.MAX_SAFE_INTEGER;

/** Everything SQLite keeps of a store on the disk. */
const onDisk = (path: string) =>
  Buffer.concat([path, `${path}-wal`].filter((one) => existsSync(one)).map((one) => readFileSync(one)));

describe("in a file", () => {
  storeContract(test, async () => sqliteStore(file()));
});

test("[ST2] what was appended is there when the file is opened again, without a close", async () => {
  const path = file();
  const lane = wijk.lane("reopened");
  const all = lane.some(5);
  const first = sqliteStore(path);
  await first.putRecord(space, wijk.record);
  await first.append(space, all);
  const second = sqliteStore(path);
  expect(await second.read(space, lane.key, 0, ALL)).toEqual(all.map(({ bytes }) => bytes));
  expect(await second.records(space)).toEqual([wijk.record]);
  expect((await second.heads(space)).map(({ seq }) => seq)).toEqual([4]);
  await first.close();
  await second.close();
});

test("[RE14] two processes on one file cannot fork a lane", async () => {
  const path = file();
  const [one, two] = [sqliteStore(path), sqliteStore(path)];
  const lane = wijk.lane("forked");
  await one.append(space, lane.some(2));
  const other = lane.fork("other").next();
  await one.append(space, [lane.next()]);
  await expect(two.append(space, [other])).rejects.toMatchObject({ code: "conflict" });
  await one.close();
  await two.close();
});

describe("quotas", () => {
  test("[RE15] a space takes no more than its bytes, and what makes it smaller is always taken", async () => {
    const store = sqliteStore(file(), { spaceBytes: 3_000 });
    const lane = wijk.lane("full");
    await store.append(space, lane.some(4, { size: 400 }));
    await expect(store.append(space, [lane.fork("long").next({ size: 2_000 })])).rejects.toMatchObject({
      code: "full",
    });
    expect((await store.heads(space)).map(({ seq }) => seq)).toEqual([3]);
    const before = await store.size(space);
    await store.append(space, [lane.base({ size: 272 })]);
    expect(await store.size(space)).toBeLessThan(before);
    const other = new Wijk("another");
    await store.append(other.space, other.lane("free").some(2));
    await store.close();
  });

  test("[RE15] so many spaces, so many bytes in all, and no more", async () => {
    const store = sqliteStore(file(), { spaces: 2, bytes: 4_000 });
    const [a, b, c] = [new Wijk("a"), new Wijk("b"), new Wijk("c")];
    await store.putRecord(a.space, a.record);
    await store.append(b.space, [b.lane("b").base()]);
    await expect(store.putRecord(c.space, c.record)).rejects.toMatchObject({ code: "full" });
    await expect(store.append(c.space, [c.lane("c").base()])).rejects.toMatchObject({ code: "full" });
    expect(await store.spaces()).toEqual([a.space, b.space]);
    await expect(store.append(a.space, [a.lane("a").base({ size: 4_000 })])).rejects.toMatchObject({ code: "full" });
    await store.remove(b.space);
    await store.append(c.space, [c.lane("c").base()]);
    await store.close();
  });
});

test("[RE16] a disk that is full: nothing half-written, and it goes on when there is room", async () => {
  const path = file();
  const store = sqliteStore(path);
  const lane = wijk.lane("disk");
  await store.append(space, lane.some(2));
  await store.close();
  // SQLite itself answers as on a full disk once a file may not grow.
  const database = openDatabase(path);
  const pages = Number(database.prepare("PRAGMA page_count").get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${pages + 1}`);
  const tight = storeOn(database);
  const many = lane.fork("many").some(20, { size: 5_000 });
  await expect(tight.append(space, many)).rejects.toMatchObject({ code: "full" });
  expect((await tight.heads(space)).map(({ seq }) => seq)).toEqual([1]);
  expect(await tight.read(space, lane.key, 0, ALL)).toHaveLength(2);
  await tight.append(space, [lane.next()]);
  await tight.close();
});

test("[RE16] a file that is no store, of a later version, or in no folder: an error with a code", async () => {
  const garbage = file();
  writeFileSync(garbage, "not a database at all, and longer than a header would be".repeat(40));
  expect(() => sqliteStore(garbage)).toThrow(expect.objectContaining({ code: "failed" }));
  expect(() => sqliteStore(join(folder, "absent", "store.sqlite"))).toThrow(
    expect.objectContaining({ code: "blocked" }),
  );
  const later = file();
  const database = new DatabaseSync(later);
  database.exec("PRAGMA user_version = 99");
  database.close();
  expect(() => sqliteStore(later)).toThrow(expect.objectContaining({ code: "failed" }));
});

test("[RE20] after an ERASE the erased bytes are nowhere in the store's files", async () => {
  const path = file();
  const store = sqliteStore(path);
  const lane = wijk.lane("erased");
  const all = lane.some(30, { size: 3_000 });
  const kept = wijk.lane("kept").some(3, { size: 3_000 });
  await store.append(space, [...all, ...kept]);
  const boxes = (envelopes: typeof all) => envelopes.map(({ box }) => Buffer.from(box.subarray(100, 164)));
  expect(boxes(all).every((box) => onDisk(path).includes(box))).toBe(true);
  await store.append(space, [lane.erase()]);
  expect(boxes(all).filter((box) => onDisk(path).includes(box))).toEqual([]);
  expect(boxes(kept).every((box) => onDisk(path).includes(box))).toBe(true);
  await store.remove(space);
  expect(boxes(kept).filter((box) => onDisk(path).includes(box))).toEqual([]);
  await store.close();
});

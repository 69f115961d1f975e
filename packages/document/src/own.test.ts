import type { Envelope } from "@wijkkit/envelope";
import { describe, expect, test } from "vitest";
import { WRITE } from "./limits.ts";
import { SpaceDocuments } from "./space.ts";
import { type Device, device, foundWijk, member, NEW_YEAR, parsed, person, randomOf, verify } from "./testing/wijk.ts";

const wijk = foundWijk(["Bram"]);
const note = (id: string, body: string) => ({ id, kind: "note", at: NEW_YEAR, texts: { body } });
const write = ({ documents }: Device, id: string, body = id) => documents.change((feed) => feed.create(note(id, body)));

function bodies({ documents }: Device, owner = documents.me) {
  return Object.fromEntries([...documents.table.byOwner(owner)].map(({ id, fields }) => [id, fields.body]));
}

/** Whether every lane among these is one chain from seq 0, each place taken once. */
function chained(envelopes: readonly Envelope[]): boolean {
  const heads = new Map<string, Envelope>();
  return envelopes.every((envelope) => {
    const before = heads.get(envelope.lane);
    heads.set(envelope.lane, envelope);
    return before === undefined ? envelope.seq === 0 : envelope.seq === before.seq + 1 && envelope.prev === before.id;
  });
}

describe("storing", () => {
  test("[DO48] what was not stored is pending still, and goes into the same place at the next flush", async () => {
    const anna = await member(wijk, "Anna");
    write(anna, "one");
    const first = anna.documents.flush();
    anna.documents.rejected();
    expect(anna.documents.pending).toBe(true);
    write(anna, "two");
    const second = anna.documents.flush();
    expect(second.map(({ lane, seq }) => [lane, seq])).toEqual(first.map(({ lane, seq }) => [lane, seq]));
    expect(second.at(-1)?.records).toEqual(["one", "two"]);
    anna.documents.committed();
    expect(anna.documents.pending).toBe(false);
    const again = await device(wijk, "Anna", 1, second.flatMap(parsed));
    expect(bodies(again)).toEqual({ one: "one", two: "two" });
  });

  test("[DO48] it does so however often storing fails in between", async () => {
    const anna = await member(wijk, "Anna");
    for (let n = 0; n < 12; n += 1) {
      write(anna, `r${n}`);
      if (n % 3 !== 0) {
        anna.documents.flush();
        anna.documents.rejected();
      } else anna.save();
    }
    anna.save();
    expect(chained(anna.store)).toBe(true);
    expect(Object.keys(bodies(await device(wijk, "Anna", 1, anna.store)))).toHaveLength(12);
  });

  test("[DO52] a change during a flush is not in it, and is in the next", async () => {
    const anna = await member(wijk, "Anna");
    write(anna, "one");
    const flushed = anna.documents.flush();
    write(anna, "two");
    expect(anna.documents.flush()).toEqual([]);
    anna.documents.committed();
    expect([flushed.at(-1)?.records, anna.documents.pending]).toEqual([["one"], true]);
    const next = anna.documents.flush();
    expect(next.map(({ records }) => records)).toEqual([["two"]]);
    anna.documents.committed();
    const all = [...flushed, ...next].flatMap(parsed);
    expect(chained(all)).toBe(true);
    expect(bodies(await device(wijk, "Anna", 1, all))).toEqual({ one: "one", two: "two" });
  });

  test("[DO54] with nothing to say nothing is sealed", async () => {
    const anna = await device(wijk, "Anna");
    expect([anna.documents.flush(), anna.documents.pending]).toEqual([[], false]);
    anna.documents.change((feed) => feed.edit("none", "body", "x", 1));
    expect([anna.documents.flush(), anna.documents.pending]).toEqual([[], false]);
  });

  test("[DO51] an own envelope that comes back before it is committed is known, and counts once", async () => {
    const anna = await member(wijk, "Anna");
    write(anna, "one");
    const envelopes = anna.documents.flush().flatMap(parsed);
    for (const envelope of envelopes) {
      expect(await anna.documents.take(envelope)).toEqual({ verdict: "accepted", known: true });
    }
    anna.documents.committed();
    for (const envelope of envelopes) {
      expect(await anna.documents.take(envelope)).toEqual({ verdict: "accepted", known: true });
    }
    write(anna, "two");
    const all = [...envelopes, ...anna.save()];
    expect(chained(all)).toBe(true);
    expect(bodies(anna)).toEqual({ one: "one", two: "two" });
  });
});

describe("a store that fails after it has stored", () => {
  test("[DO50] what comes back from it is recognised, and not written a second time", async () => {
    const anna = await member(wijk, "Anna");
    write(anna, "one", "hallo");
    const stored = anna.documents.flush().flatMap(parsed);
    anna.documents.rejected();
    write(anna, "two", "dag");
    anna.documents.flush();
    anna.documents.rejected();
    await anna.documents.takeMany(stored);
    expect(bodies(anna)).toEqual({ one: "hallo", two: "dag" });
    const next = anna.documents.flush().flatMap(parsed);
    anna.documents.committed();
    expect(next).toHaveLength(1);
    expect(chained([...stored, ...next])).toBe(true);
    expect(bodies(await device(wijk, "Anna", 1, [...stored, ...next]))).toEqual({ one: "hallo", two: "dag" });
  });

  test("[DO50] parts of a batch that it stored are followed by the whole state", async () => {
    const anna = await member(wijk, "Anna");
    anna.save();
    for (let n = 0; n < 9; n += 1) write(anna, `long${n}`, "x".repeat(WRITE.text));
    const parts = anna.documents.flush().flatMap(parsed).slice(0, 2);
    anna.documents.rejected();
    await anna.documents.takeMany(parts);
    anna.store.push(...parts);
    anna.save();
    expect(chained(anna.store)).toBe(true);
    expect(Object.keys(bodies(await device(wijk, "Anna", 1, anna.store)))).toHaveLength(9);
  });

  test("[DO50] saying that a flush was stored where another tab's is held is a mistake in the program", async () => {
    const [one, two] = [await member(wijk, "Anna"), await member(wijk, "Anna")];
    write(one, "one");
    write(two, "two");
    const stored = one.save();
    two.documents.flush();
    await two.documents.takeMany(stored);
    expect(() => two.documents.committed()).toThrow();
  });
});

describe("after a restart", () => {
  test("[DO49] lanes go on where they were, again and again, snapshots and all", async () => {
    let anna = await member(wijk, "Anna");
    for (let n = 0; n < 2 * WRITE.tail; n += 1) {
      write(anna, `r${n}`);
      anna.documents.change((feed) => feed.edit("r0", "body", `r0 ${n}`, NEW_YEAR));
      anna.save();
      const { store } = anna;
      if (n % 5 === 4) anna = await device(wijk, "Anna", 1, store);
    }
    expect(chained(anna.store)).toBe(true);
    expect(anna.store.filter(({ isBase }) => isBase).length).toBeGreaterThan(3);
    const fresh = await device(wijk, "Anna", 1, anna.store);
    expect(bodies(fresh)).toEqual(bodies(anna));
    expect(bodies(fresh).r0).toBe(`r0 ${2 * WRITE.tail - 1}`);
  });

  test("[DO49] a store that kept only what no BASE superseded is enough", async () => {
    const anna = await member(wijk, "Anna");
    for (let n = 0; n < 30; n += 1) {
      write(anna, `r${n}`);
      anna.save();
    }
    const lane = anna.store.at(-1)?.lane;
    const feed = anna.store.filter((envelope) => envelope.lane === lane);
    const base = feed.findLastIndex(({ isBase }) => isBase);
    const again = await device(wijk, "Anna", 1, feed.slice(base));
    expect(bodies(again)).toEqual(bodies(anna));
    write(again, "later");
    const [next] = again.save();
    expect([next?.seq, next?.prev]).toEqual([(feed.at(-1)?.seq ?? 0) + 1, feed.at(-1)?.id]);
  });

  test("[DO49] a write that was cut off halfway is made good by the next", async () => {
    const anna = await member(wijk, "Anna");
    write(anna, "one");
    anna.save();
    for (let n = 0; n < 9; n += 1) write(anna, `long${n}`, "x".repeat(WRITE.text));
    const written = anna.documents.flush().flatMap(parsed);
    expect(written.length).toBeGreaterThan(2);
    const again = await device(wijk, "Anna", 1, [...anna.store, ...written.slice(0, 2)]);
    expect(bodies(again)).toEqual({ one: "one" });
    write(again, "two");
    again.save();
    expect(chained(again.store)).toBe(true);
    expect(bodies(await device(wijk, "Anna", 1, again.store))).toEqual({ one: "one", two: "two" });
  });
});

describe("two tabs, one device", () => {
  test("[DO50] what the other tab stored first is taken in, ours comes after it, and nothing is lost", async () => {
    const start = await member(wijk, "Anna");
    write(start, "start", "een twee drie");
    start.save();
    const [one, two] = [
      await device(wijk, "Anna", 1, [...start.store]),
      await device(wijk, "Anna", 1, [...start.store]),
    ];
    write(one, "one");
    one.documents.change((feed) => feed.edit("start", "body", "nul een twee drie", NEW_YEAR));
    write(two, "two");
    two.documents.change((feed) => feed.edit("start", "body", "een twee drie vier", NEW_YEAR));
    const first = one.save();
    const collides = two.documents.flush().flatMap(parsed);
    expect(collides.map(({ lane, seq }) => [lane, seq])).toEqual(first.map(({ lane, seq }) => [lane, seq]));
    two.documents.rejected();
    await two.documents.takeMany(first);
    two.store.push(...first);
    two.save();
    expect(chained(two.store)).toBe(true);
    const both = { start: "nul een twee drie vier", one: "one", two: "two" };
    expect(bodies(two)).toEqual(both);
    expect(bodies(await device(wijk, "Anna", 1, two.store))).toEqual(both);
    await one.documents.takeMany(two.store);
    expect(bodies(one)).toEqual(both);
  });

  test("[DO50] they take turns for long without a fork", async () => {
    const start = await member(wijk, "Anna");
    start.save();
    const store = [...start.store];
    const tabs = [await device(wijk, "Anna", 1, [...store]), await device(wijk, "Anna", 1, [...store])];
    for (let n = 0; n < 24; n += 1) {
      const tab = tabs[(n * 7 + (n >> 2)) % 2];
      if (tab === undefined) break;
      write(tab, `r${n}`);
      let batch = tab.documents.flush().flatMap(parsed);
      const taken = new Set(store.map(({ lane, seq }) => `${lane} ${seq}`));
      if (batch.some(({ lane, seq }) => taken.has(`${lane} ${seq}`))) {
        tab.documents.rejected();
        await tab.documents.takeMany(store);
        batch = tab.documents.flush().flatMap(parsed);
      }
      store.push(...batch);
      tab.documents.committed();
    }
    expect(chained(store)).toBe(true);
    expect(Object.keys(bodies(await device(wijk, "Anna", 1, store)))).toHaveLength(24);
  });
});

describe("time", () => {
  test("[DO55] on a device whose clock stands still or runs back, it never runs before its newest envelope", async () => {
    const anna = await member(wijk, "Anna");
    write(anna, "one");
    anna.save();
    const slow = new SpaceDocuments({
      space: wijk.space,
      epochs: [wijk.epoch],
      seed: person("Anna").seed,
      device: randomOf("install Anna 1")(16),
      verify,
      now: () => 0,
      random: randomOf("slow"),
    });
    expect(slow.time()).toBe(0);
    await slow.takeMany(anna.store);
    expect(slow.time()).toBe(NEW_YEAR);
    slow.change((feed) => feed.create(note("two", "later")));
    const [envelope] = slow.flush().flatMap(parsed);
    expect(envelope?.hour).toBe(NEW_YEAR / 3_600_000);
    expect(slow.table.get(`${slow.me.slice(0, 16)}.two`)?.at).toBe(NEW_YEAR);
  });
});

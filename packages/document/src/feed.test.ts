import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { splice, wellFormed } from "./edit.ts";
import { Feed } from "./feed.ts";
import { LIMIT, WRITE } from "./limits.ts";
import { readFeed } from "./read.ts";
import { readRecord } from "./record.ts";
import { scan } from "./scan.ts";
import { lane, laneOf } from "./testing/lanes.ts";

const owner = "c".repeat(64);

/** A feed on the phone (client 1) or laptop (client 2), from states of others. */
function feedOf(client: number, ...states: readonly Uint8Array[]): Feed {
  return new Feed(owner, client, docOf(...states));
}

function docOf(...states: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const state of states) Y.applyUpdate(doc, state);
  doc.getMap("records");
  return doc;
}

const note = (id: string, body: string) => ({ id, kind: "note", at: 5, texts: { body } });
const bodies = (feed: Feed) => Object.fromEntries(feed.records().map(({ id, fields }) => [id, fields.body]));

describe("records", () => {
  const entries = { kind: "note", at: 5, body: "hallo", value: true };
  const read = (more: object, id = "r", latest = 100) =>
    readRecord(owner, id, Object.entries({ ...entries, ...more }), latest);

  test("[DO15] have an id, a kind, a time and fields", () => {
    expect(read({ edited: 7 })).toEqual({
      id: "r",
      ref: `${"c".repeat(16)}.r`,
      kind: "note",
      at: 5,
      edited: 7,
      owner,
      fields: { body: "hallo", value: true },
    });
  });

  test.each<[string, object, string?]>([
    ["no kind", { kind: undefined }],
    ["a kind in capitals", { kind: "Note" }],
    ["a time that is a text", { at: "5" }],
    ["a time before 1970", { at: -1 }],
    ["half a millisecond", { at: 0.5 }],
    ["an edit at no time", { edited: true }],
    ["a field that is a list", { list: [] }],
    ["a field that is infinite", { value: Number.POSITIVE_INFINITY }],
    ["a field with a strange name", { "__proto__ ": 1 }],
    ["a text that is too long", { body: "x".repeat(LIMIT.text + 1) }],
    ["too many fields", Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`f${n}`, n]))],
    ["an id with a space", {}, "a b"],
    ["an id that is empty", {}, ""],
  ])("[DO15] with %s are ignored", (_, more, id = "r") => {
    expect(read(more, id)).toBeUndefined();
  });

  test("[DO16] have no time after their owner's newest envelope", () => {
    expect(read({ at: 2 ** 52, edited: 2 ** 52 }, "r", 1000)).toMatchObject({ at: 1000, edited: 1000 });
  });
});

describe("writing", () => {
  test("[DO18] making a record twice makes one, and leaves it as it is", () => {
    const feed = feedOf(1);
    feed.create(note("r", "eerst"));
    feed.create(note("r", "later"));
    expect(bodies(feed)).toEqual({ r: "eerst" });
  });

  test("[DO19] editing the beginning on one device and the end on another keeps both", () => {
    const phone = feedOf(1);
    phone.create(note("r", "Wie weet een huisarts?"));
    const laptop = feedOf(2, phone.state());
    phone.edit("r", "body", "Beste buren, wie weet een huisarts?", 6);
    laptop.edit("r", "body", "Wie weet een goede huisarts die plaats heeft?", 7);
    const [here, there] = [phone.state(), laptop.state()];
    expect(bodies(feedOf(3, here, there))).toEqual({ r: "Beste buren, wie weet een goede huisarts die plaats heeft?" });
    expect(bodies(feedOf(3, there, here))).toEqual(bodies(feedOf(3, here, there)));
    expect(feedOf(3, here, there).get("r")?.edited).toBeDefined();
  });

  test("[DO19] an edit says exactly the new text, and touches one stretch", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(text.map(wellFormed), text.map(wellFormed), (before, after) => {
        const change = splice(before, after);
        const { at, removed, inserted } = change ?? { at: 0, removed: 0, inserted: "" };
        expect(before.slice(0, at) + inserted + before.slice(at + removed)).toBe(after);
        expect(inserted.isWellFormed() && before.slice(0, at).isWellFormed()).toBe(true);
        expect(removed).toBeLessThanOrEqual(before.length);
        const feed = feedOf(1);
        feed.create(note("r", before));
        feed.edit("r", "body", after, 6);
        expect(bodies(feedOf(2, feed.state()))).toEqual({ r: after });
      }),
    );
  });

  test("[DO19] a changed letter in a long text costs some bytes, not the text", () => {
    const feed = feedOf(1);
    feed.create(note("r", "x".repeat(9000)));
    const before = feed.pending();
    before?.settle();
    feed.edit("r", "body", `${"x".repeat(4000)}y${"x".repeat(4999)}`, 6);
    expect(feed.pending()?.update.length).toBeLessThan(200);
  });

  test("[DO19] half a surrogate pair becomes a replacement character, in a text and in a value", () => {
    const feed = feedOf(1);
    feed.create({ ...note("r", "a\ud800b"), fields: { name: "\udc00" } });
    expect(feed.get("r")?.fields).toEqual({ body: "a\ufffdb", name: "\ufffd" });
    feed.set("r", { name: "\ud800" });
    const settled = feed.pending()?.update.length;
    feed.set("r", { name: "\ud801" });
    expect(feed.pending()?.update.length).toBe(settled);
  });

  test("[DO20] what is too long is not taken, and changes nothing", () => {
    const feed = feedOf(1);
    feed.create(note("r", "kort"));
    const before = feed.state();
    const long = "x".repeat(WRITE.text + 1);
    expect(feed.create(note("s", long))).toBe("too-long");
    expect(feed.edit("r", "body", long, 6)).toBe("too-long");
    expect(feed.set("r", { name: long })).toBe("too-long");
    expect(feed.edit("s", "body", "x", 6)).toBe("missing");
    expect(feed.edit("r", "title", "x", 6)).toBe("missing");
    expect(feed.set("s", { name: "x" })).toBe("missing");
    expect(feed.state()).toEqual(before);
  });

  test("[DO20] a feed that is full takes no more, and says so", () => {
    const full = feedOf(1);
    let count = 0;
    while (full.create(note(`r${count}`, "é".repeat(WRITE.text))) === undefined) count += 1;
    expect(full.create(note("last", "é".repeat(WRITE.text)))).toBe("too-many");
    expect(full.state().length).toBeLessThanOrEqual(WRITE.feed);
    expect(full.state().length).toBeGreaterThan(WRITE.feed / 2);
    const atOnce = feedOf(1);
    atOnce.transact(() => {
      for (let n = 0; n < 100; n += 1) atOnce.create(note(`r${n}`, "é".repeat(WRITE.text)));
    });
    expect(atOnce.state().length).toBeLessThanOrEqual(WRITE.feed);
    const many = feedOf(1);
    many.transact(() => {
      for (let n = 0; n < WRITE.records; n += 1) many.create({ id: `r${n}`, kind: "x", at: 1 });
    });
    expect(many.create({ id: "last", kind: "x", at: 1 })).toBe("too-many");
    expect(scan(many.state())).toBeDefined();
    expect(readFeed([laneOf(lane("1"), many.state())])).toBeDefined();
  });

  test("[DO21] a record that was edited thousands of times still counts, with what it says now", () => {
    const feed = feedOf(1);
    feed.create({ ...note("r", "0123456789".repeat(20)), fields: { value: false } });
    for (let n = 0; n < 3000; n += 1) {
      const body = [...String(feed.get("r")?.fields.body)];
      body.splice((n * 7919) % body.length, 1, String(n % 10));
      feed.edit("r", "body", body.join(""), n);
      feed.set("r", { value: n % 2 === 0 });
    }
    const doc = readFeed([laneOf(lane("1"), feed.state())]);
    expect(doc && new Feed(owner, 2, doc).get("r")).toEqual(feed.get("r"));
    expect(feed.state().length).toBeLessThan(40_000);
  });

  test("[DO15] names that are none are mistakes in the program", () => {
    const feed = feedOf(1);
    expect(() => feed.create(note("a b", ""))).toThrow(TypeError);
    expect(() => feed.create({ ...note("r", ""), fields: { at: 5 } })).toThrow(TypeError);
  });
});

describe("on top of what another tab wrote", () => {
  test("[DO22] the same clocks used twice become two changes, and nothing is lost", () => {
    const start = feedOf(1);
    start.create(note("r", "een twee drie"));
    const [ours, theirs] = [feedOf(1, start.state()), feedOf(1, start.state())];
    ours.edit("r", "body", "een twee drie vier", 6);
    ours.create(note("ours", "van ons"));
    theirs.edit("r", "body", "nul een twee drie", 7);
    theirs.create(note("theirs", "van hen"));
    const stored = theirs.state();
    ours.rebase(docOf(stored));
    const both = { r: "nul een twee drie vier", ours: "van ons", theirs: "van hen" };
    expect(bodies(ours)).toEqual(both);
    const update = ours.pending()?.update ?? new Uint8Array();
    expect(bodies(feedOf(2, stored, update))).toEqual(both);
  });

  test("[DO22] whatever both did, devices that get both batches agree", () => {
    const edit = fc.record({ id: fc.constantFrom("r", "s", "t"), text: fc.string({ maxLength: 8 }), what: fc.nat(3) });
    const act = (feed: Feed, edits: readonly { id: string; text: string; what: number }[]) => {
      for (const { id, text, what } of edits) {
        if (what === 0) feed.create(note(id, text));
        else if (what === 1) feed.remove(id);
        else if (what === 2) feed.set(id, { value: text });
        else feed.edit(id, "body", text, 6);
      }
    };
    fc.assert(
      fc.property(fc.array(edit), fc.array(edit), fc.array(edit), fc.array(edit), (before, here, there, after) => {
        const start = feedOf(1);
        act(start, before);
        const state = start.state();
        const [ours, theirs] = [feedOf(1, state), feedOf(1, state)];
        act(ours, here);
        act(theirs, there);
        const stored = theirs.state();
        ours.rebase(docOf(stored));
        act(ours, after);
        const update = ours.pending()?.update;
        const fresh = feedOf(2, stored, ...(update ? [update] : []));
        expect(fresh.records()).toEqual(ours.records());
        expect(update === undefined || scan(update) !== undefined).toBe(true);
        expect(readFeed([laneOf(lane("1"), ours.state())])).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test("[DO22] a change that was made meanwhile is still pending after the flush before it is settled", () => {
    const feed = feedOf(1);
    feed.create(note("r", "a"));
    const flight = feed.pending();
    feed.create(note("s", "b"));
    feed.rebase(docOf(feedOf(2).state()));
    expect(flight?.settle()).toBe(true);
    expect(flight?.settle()).toBe(false);
    const rest = feed.pending()?.update ?? new Uint8Array();
    expect(bodies(feedOf(3, flight?.update ?? rest, rest))).toEqual({ r: "a", s: "b" });
    expect(scan(rest)?.structs.length).toBeLessThan(6);
  });

  test("[DO22] a flush that turned out to collide can no longer be settled", () => {
    const [ours, theirs] = [feedOf(1), feedOf(1)];
    ours.create(note("r", "a"));
    theirs.create(note("s", "b"));
    const flight = ours.pending();
    ours.rebase(docOf(theirs.state()));
    expect(flight?.settle()).toBe(false);
    expect(ours.pending()).toBeDefined();
  });
});

import type { LaneKey } from "@wijkkit/envelope";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { FeedCache } from "./cache.ts";
import { Feed } from "./feed.ts";
import { clientId } from "./kinds.ts";
import { LIMIT } from "./limits.ts";
import { isFeedUpdate, type LaneContent, readFeed, readRecords } from "./read.ts";
import { scan } from "./scan.ts";
import { Shape } from "./shape.ts";
import { type Forged, forge } from "./testing/forge.ts";
import { lane, laneOf } from "./testing/lanes.ts";
import { scribble, scribbles } from "./testing/scribble.ts";
import { LANES, spiteful } from "./testing/spite.ts";

const owner = "b".repeat(64);
const [one, two] = LANES;
const [oneId, twoId] = [clientId(one), clientId(two)];
const at = (clock: number, client = oneId) => ({ client, clock });

function records(...lanes: readonly LaneContent[]) {
  const doc = readFeed(lanes);
  return doc && readRecords(doc, owner, Number.MAX_SAFE_INTEGER);
}

/** A record, field by field: five structs from clock 0. */
function note(body: string, id = "r"): Forged[] {
  return [
    { parent: "records", sub: id, content: { type: 1 } },
    { parent: at(0), sub: "kind", content: { value: [119, 4, 110, 111, 116, 101] } },
    { parent: at(0), sub: "at", content: { value: [125, 5] } },
    { parent: at(0), sub: "body", content: { type: 2 } },
    { parent: at(3), content: { words: body } },
  ];
}

const base = (structs: readonly Forged[], client = oneId) => forge([{ client, clock: 0, structs }]);

describe("the shape of a feed", () => {
  test("[DO7] is records under one root, fields under records, words under texts", () => {
    expect(records(laneOf(one, base(note("hallo"))))).toMatchObject([{ id: "r", fields: { body: "hallo" }, at: 5 }]);
  });

  test.each<[string, Forged]>([
    ["another root", { parent: "other", sub: "r", content: { type: 1 } }],
    ["a list of records", { parent: "records", content: { type: 1 } }],
    ["a record that is a text", { parent: "records", sub: "s", content: { type: 2 } }],
    ["a record that is a value", { parent: "records", sub: "s", content: { value: [120] } }],
    ["a map within a record", { parent: at(0), sub: "deep", content: { type: 1 } }],
    ["words in a record", { parent: at(0), sub: "body", content: { words: "x" } }],
    ["a list in a record", { parent: at(0), content: { words: "x" } }],
    ["an attribute of a text", { parent: at(3), sub: "bold", content: { value: [120] } }],
    ["a value among words", { left: at(4), content: { value: [120] } }],
    ["a map among words", { parent: at(3), content: { type: 1 } }],
    ["words between two lists", { left: at(4), right: at(1), content: { words: "x" } }],
  ])("[DO7] with %s it counts nothing", (_, struct) => {
    expect(records(laneOf(one, base([...note("hallo"), struct])))).toBeUndefined();
  });

  test("[DO7] what a deleted record held is gone, not broken", () => {
    const rest = forge([
      { client: oneId, clock: 9, structs: [{ parent: at(0), sub: "more", content: { value: [120] } }] },
    ]);
    const whole = base([{ gone: 9 } as never].map(() => ({ content: { gone: 9 } })));
    expect(records(laneOf(one, whole, rest))).toEqual([]);
  });

  test("[DO8] an update waits for what it builds on, and counts once that is there", () => {
    const [first, second] = [
      base(note("hallo")),
      forge([{ client: twoId, clock: 0, structs: [{ left: at(8), content: { words: "!" } }] }]),
    ];
    expect(records(laneOf(two, second))).toEqual([]);
    expect(records(laneOf(two, second), laneOf(one, first))).toMatchObject([{ fields: { body: "hallo!" } }]);
  });

  test("[DO8] a gap in a client's clocks waits, and so does a delete of what is not there", () => {
    const later = forge([
      { client: oneId, clock: 40, structs: [{ parent: "records", sub: "s", content: { type: 1 } }] },
    ]);
    const remove = forge([], [{ client: oneId, ranges: [[40, 1]] }]);
    expect(records(laneOf(one, base(note("hallo")), later))).toHaveLength(1);
    expect(records(laneOf(one, base(note("hallo")), remove))).toHaveLength(1);
  });

  test("[DO9] more pieces, records or walking than a feed may take count nothing", () => {
    const pieces = Array.from({ length: LIMIT.pieces }, () => ({ content: { gone: 1 } }));
    expect(records(laneOf(one, base(pieces)))).toEqual([]);
    expect(
      records(
        laneOf(one, base(pieces), forge([{ client: oneId, clock: LIMIT.pieces, structs: [{ content: { gone: 1 } }] }])),
      ),
    ).toBeUndefined();
    const many = (count: number) =>
      Array.from({ length: count }, (_, n): Forged => ({ parent: "records", sub: `r${n}`, content: { type: 1 } }));
    expect(records(laneOf(one, base(many(LIMIT.records + 1))))).toBeUndefined();
    expect(records(laneOf(one, base(quadratic(2100))))).toBeUndefined();
  });

  test("[DO9] the longest walk that is allowed is over in seconds", () => {
    const start = performance.now();
    expect(records(laneOf(one, base(quadratic(2000))))).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  /** A text in which Yjs walks past half of the words for each of the other half. */
  function quadratic(size: number): Forged[] {
    const half = size / 2;
    const row = Array.from({ length: half }, (_, n): Forged => n === 0 ? { parent: at(3), content: { words: "r" } } : { left: at(3 + n), content: { words: "r" } }); // biome-ignore format: two kinds
    const before = Array.from(
      { length: half },
      (_, n): Forged => ({ right: at(4 + ((n * 7919) % half)), content: { words: "x" } }),
    );
    return [...note("").slice(0, 4), ...row, ...before];
  }
});

describe("who may write what", () => {
  const foreign = forge([{ client: 99, clock: 0, structs: [{ parent: "records", sub: "s", content: { type: 1 } }] }]);

  test("[DO10] a batch inserts structs of its own lane's client id only; else it counts nothing", () => {
    expect(isFeedUpdate({ bytes: foreign, isBase: false, end: 1 }, one)).toBe(false);
    expect(isFeedUpdate({ bytes: foreign, isBase: true, end: 0 }, one)).toBe(true);
    const later = forge([{ client: oneId, clock: 9, structs: [{ left: at(8), content: { words: "!" } }] }]);
    expect(records(laneOf(one, base(note("hallo")), foreign, later))).toMatchObject([{ fields: { body: "hallo!" } }]);
  });

  test("[DO10] a BASE may hold what the owner's other devices wrote", () => {
    const [phone, laptop] = [new Feed(owner, oneId), new Feed(owner, twoId)];
    laptop.create({ id: "from-laptop", kind: "note", at: 1, texts: { body: "a" } });
    const doc = readFeed([laneOf(two, laptop.state())]);
    if (doc) phone.rebase(doc);
    phone.create({ id: "from-phone", kind: "note", at: 1, texts: { body: "b" } });
    expect(records(laneOf(one, phone.state()))?.map(({ id }) => id)).toEqual(["from-laptop", "from-phone"]);
  });

  test("[DO11] one clock used for two things reads the same everywhere", () => {
    const [here, there] = [laneOf(one, base(note("wit"))), laneOf(two, base(note("rij")))];
    expect(records(here, there)).toEqual(records(there, here));
    expect(records(here, there)).toMatchObject([{ fields: { body: "wit" } }]);
  });

  test("[DO12] deletes of anybody's items reach nothing outside the own feed", () => {
    const everything = forge([], [{ client: oneId, ranges: [[0, 9]] }]);
    expect(records(laneOf(one, base(note("hallo")), everything))).toEqual([]);
    expect(records(laneOf(two, everything))).toEqual([]);
    expect(records(laneOf(one, base(note("hallo"))))).toHaveLength(1);
  });
});

describe("whatever somebody writes", () => {
  test("[DO13] Yjs neither throws nor waits on what the shape lets through", () => {
    let [ready, broken] = [0, 0];
    fc.assert(
      fc.property(spiteful, (updates) => {
        const [shape, doc] = [new Shape(), new Y.Doc()];
        doc.getMap("records");
        for (const update of updates) {
          const found = scan(update);
          if (found === undefined) continue;
          const answer = shape.take(found);
          if (answer === "broken") {
            broken += 1;
            return;
          }
          if (answer === "waiting") continue;
          Y.applyUpdate(doc, update);
          expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
          ready += 1;
        }
        readRecords(doc, owner, 9);
      }),
      { numRuns: 1500 },
    );
    expect(ready).toBeGreaterThan(1000);
    expect(broken).toBeGreaterThan(50);
  });

  test("[DO14] lanes in any order, and a lane read on or anew, give the same", () => {
    let counted = 0;
    fc.assert(
      fc.property(spiteful, spiteful, (here, there) => {
        const [first = new Uint8Array(), ...rest] = here;
        const [second = new Uint8Array(), ...others] = there;
        const [left, right] = [laneOf(one, first, ...rest), laneOf(two, second, ...others)];
        const whole = records(left, right);
        expect(records(right, left)).toEqual(whole);
        if ((whole?.length ?? 0) > 0) counted += 1;
        const cache = new FeedCache();
        for (let count = 1; count <= left.payloads.length; count += 1) {
          const part = { ...left, payloads: left.payloads.slice(0, count) };
          const doc = cache.read(owner, [part]);
          expect(doc && readRecords(doc, owner, 9)).toEqual(
            records(part)?.map((record) => ({ ...record, at: Math.min(record.at, 9) })),
          );
        }
      }),
      { numRuns: 500 },
    );
    expect(counted).toBeGreaterThan(100);
  });

  test("[DO14] honest devices that have met show what they all show, from any of their lanes", () => {
    fc.assert(
      fc.property(scribbles, (steps) => {
        const states = scribble([...steps, { do: "meet" }]).slice(-3);
        const [first, ...others] = states.map((state, n) => records(laneOf(lane(String(n)), state)));
        expect(first).toBeDefined();
        for (const other of others) expect(other).toEqual(first);
        expect(records(...states.map((state, n) => laneOf(lane(String(n)), state)))).toEqual(first);
      }),
      { numRuns: 200 },
    );
  });

  test("[DO14] of too many lanes or bytes those written to last count, of equals the lowest keys", () => {
    const key = (n: number) => n.toString(16).padStart(64, "0") as LaneKey;
    const lanes = Array.from({ length: LIMIT.lanes + 3 }, (_, n) => {
      const feed = new Feed(owner, clientId(key(n)));
      feed.create({ id: `from-${n}`, kind: "note", at: 1 });
      return laneOf(key(n), feed.state());
    });
    expect(records(...lanes.toReversed())).toEqual(records(...lanes.slice(0, LIMIT.lanes)));
    expect(records(...lanes)).toHaveLength(LIMIT.lanes);
    const lively = { ...(lanes.at(-1) as LaneContent), hour: 2 };
    expect(records(...lanes.slice(0, -1), lively)?.map(({ id }) => id)).toContain(`from-${LIMIT.lanes + 2}`);
    const heavy = (key: string) =>
      laneOf(lane(key), base([...note("").slice(0, 4), { parent: at(3), content: { words: "x".repeat(5_000_000) } }]));
    const light = lanes[0] as LaneContent;
    expect(records(heavy("b"), heavy("a"), light)).toEqual(records(heavy("a"), light));
  });

  test("[DO14] a feed that says everything many times over takes neither memory nor time for all of it", () => {
    const again = base(Array.from({ length: 60_000 }, () => ({ content: { gone: 1 } })));
    const [heavy, light] = [new Feed(owner, oneId), new Feed(owner, twoId)];
    heavy.create({ id: "heavy", kind: "note", at: 1 });
    light.create({ id: "light", kind: "note", at: 1 });
    const shows = (times: number) =>
      records(
        { ...laneOf(one, heavy.state(), ...Array.from({ length: times }, () => again)), hour: 2 },
        laneOf(two, light.state()),
      )?.map(({ id }) => id);
    expect(shows(4)).toEqual(["heavy", "light"]);
    expect(shows(5)).toEqual(["light"]);
  });
});

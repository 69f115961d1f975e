import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { LIMIT } from "./limits.ts";
import { type Content, scan } from "./scan.ts";
import { ANY, type Forged, forge } from "./testing/forge.ts";
import { scribble, scribbles } from "./testing/scribble.ts";

const CONTENT: Record<string, Content> = {
  ContentDeleted: "deleted",
  ContentString: "words",
  ContentAny: "value",
};

/** What Yjs's own decoder makes of an update, in the terms of `scan`. */
function decoded(update: Uint8Array) {
  const { structs, ds } = Y.decodeUpdate(update);
  return {
    structs: structs.map((struct) => {
      const place = { client: struct.id.client, clock: struct.id.clock, length: struct.length };
      const nothing = { left: undefined, right: undefined, parent: undefined, sub: undefined };
      if (!(struct instanceof Y.Item)) return { ...place, ...nothing, content: "gone" };
      const { content, origin, rightOrigin, parent, parentSub } = struct;
      const type = content instanceof Y.ContentType && (content.type instanceof Y.Map ? "map" : "text");
      return {
        ...place,
        content: type || CONTENT[content.constructor.name],
        left: origin && { ...origin },
        right: rightOrigin && { ...rightOrigin },
        parent: parent instanceof Y.ID ? { ...parent } : parent,
        sub: parentSub,
      };
    }),
    deletes: [...ds.clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len: length }) => ({ client, clock, length })),
    ),
  };
}

function spoil(bytes: Uint8Array, { at, to, cut }: { at: number; to: number; cut: boolean }): Uint8Array {
  if (cut || bytes.length === 0) return bytes.slice(0, at % (bytes.length + 1));
  return bytes.with(at % bytes.length, to);
}

/** `null` and `undefined` say the same here. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value, (_, part) => part ?? undefined));

const map: Forged = { parent: "records", sub: "r", content: { type: 1 } };

describe("updates as Yjs writes them", () => {
  test("[DO4] are read as Yjs's own decoder reads them", () => {
    fc.assert(
      fc.property(scribbles, (steps) => {
        for (const update of scribble(steps)) {
          const { structs, deletes } = scan(update) ?? {};
          expect(plain({ structs, deletes })).toEqual(plain(decoded(update)));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("updates that somebody made by hand", () => {
  test("[DO3] any bytes give a reading or nothing, and no exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const found = scan(bytes);
        if (found !== undefined) expect(() => Y.decodeUpdate(bytes)).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  test("[DO3] an honest update with any byte changed, cut or doubled gives a reading or nothing", () => {
    const change = fc.record({ at: fc.nat(), to: fc.nat(255), cut: fc.boolean() });
    fc.assert(
      fc.property(scribbles, fc.array(change, { minLength: 1, maxLength: 4 }), (steps, changes) => {
        for (const update of scribble(steps)) {
          const bytes = changes.reduce(spoil, update);
          if (scan(bytes) !== undefined) expect(() => Y.decodeUpdate(bytes)).not.toThrow();
        }
      }),
      { numRuns: 200 },
    );
  });

  const one = (content: Forged["content"]) => forge([{ client: 1, clock: 0, structs: [{ ...map, content }] }]);
  test.each([
    ["a gap", forge([{ client: 1, clock: 0, structs: [map, { content: { skip: 3 } }] }])],
    ["JSON", one({ raw: 2, bytes: [1, 4, 110, 117, 108, 108] })],
    ["binary", one({ raw: 3, bytes: [1, 7] })],
    ["an embed", one({ raw: 5, bytes: [2, 123, 125] })],
    ["a format", one({ raw: 6, bytes: [1, 98, 4, 116, 114, 117, 101] })],
    ["a subdocument", one({ raw: 9, bytes: [1, 97, 118, 0] })],
    ["content that nobody knows", one({ raw: 31, bytes: [] })],
    ["an array", one({ type: 0 })],
    ["XML", one({ type: 4 })],
    ["undefined", one({ value: ANY.undefined })],
    ["null", one({ value: ANY.null })],
    ["a nested value", one({ value: ANY.nested })],
    ["two values at once", one({ raw: 8, bytes: [2, 120, 120] })],
    ["an integer past 2⁵³", one({ value: [125, 191, 255, 255, 255, 255, 255, 255, 255, 255, 1] })],
    ["words of no length", one({ words: "" })],
    ["words that are not UTF-8", one({ raw: 4, bytes: [2, 0xc3, 0x28] })],
    ["nothing deleted", one({ deleted: 0 })],
    ["nothing gone", one({ gone: 0 })],
    ["a run beyond every clock", one({ deleted: LIMIT.clock + 1 })],
    ["words beside themselves", forge([{ client: 1, clock: 0, structs: [{ ...map, left: { client: 1, clock: 0 } }] }])],
    [
      "a parent that comes later",
      forge([{ client: 1, clock: 0, structs: [{ ...map, parent: { client: 1, clock: 5 } }] }]),
    ],
    ["a client twice", forge([1, 1].map((client) => ({ client, clock: 0, structs: [map] })))],
    ["a client with nothing", forge([{ client: 1, clock: 0, structs: [] }])],
    ["deletes out of order", forge([], [{ client: 1, ranges: [[5, 1], [2, 1]] }])], // biome-ignore format: one line a case
    ["deletes that overlap", forge([], [{ client: 1, ranges: [[2, 4], [5, 1]] }])], // biome-ignore format: one line a case
    ["deletes of nothing", forge([], [{ client: 1, ranges: [[2, 0]] }])],
    [
      "deletes of a client twice",
      forge(
        [],
        [1, 1].map((client) => ({ client, ranges: [[2, 1]] })),
      ),
    ],
    ["bytes after the end", Uint8Array.of(...forge([]), 0)],
  ] satisfies [string, Uint8Array][])("[DO5] %s is refused", (_, update) => {
    expect(scan(update)).toBeUndefined();
  });

  test("[DO5] what a feed does hold is not", () => {
    for (const value of [ANY.true, ANY.false, [125, 5], [119, 1, 97], [123, 0, 0, 0, 0, 0, 0, 0, 0]]) {
      expect(scan(one({ value }))?.structs).toHaveLength(1);
    }
    expect(scan(forge([], [{ client: 1, ranges: [[2, 1], [3, 4]] }]))?.deletes).toHaveLength(2); // biome-ignore format: pairs
  });

  test("[DO6] a count beyond what is there costs nothing", () => {
    for (const count of [2, 30_000, LIMIT.pieces + 1, 2 ** 32 - 1, 2 ** 52]) {
      expect(scan(forge([{ client: 1, clock: 0, structs: [map], count }]))).toBeUndefined();
    }
    const values = forge([
      { client: 1, clock: 0, structs: [{ ...map, content: { raw: 8, bytes: [255, 255, 255, 127] } }] },
    ]);
    expect(scan(values)).toBeUndefined();
    expect(scan(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))).toBeUndefined();
  });
});

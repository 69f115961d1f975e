import fc from "fast-check";
import { expect, test } from "vitest";
import { type FeedRecord, recordRef, sameRecord } from "./record.ts";
import { RecordTable } from "./table.ts";

const owners = ["a", "b", "c"].map((digit) => digit.repeat(64));

const record = (owner: string, id: string, fields: FeedRecord["fields"], kind = "note", at = 1): FeedRecord => ({
  id,
  ref: recordRef(owner, id),
  kind,
  at,
  owner,
  fields,
});

test("[DO17] a ref begins with the owner, so that nobody's record takes another's place", () => {
  const [anna = "", bram = ""] = owners;
  const table = new RecordTable();
  table.apply(anna, [record(anna, "same", { body: "van Anna" })]);
  table.apply(bram, [record(bram, "same", { body: "van Bram" })]);
  expect(table.get(`${"a".repeat(16)}.same`)?.fields.body).toBe("van Anna");
  expect(table.get(`${"b".repeat(16)}.same`)?.fields.body).toBe("van Bram");
  expect([...table.byId("same")]).toHaveLength(2);
  expect(() => table.apply(anna, [record(bram, "same", {})])).toThrow(TypeError);
});

const step = fc.record({
  owner: fc.constantFrom(...owners),
  records: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("1", "2", "3"),
      kind: fc.constantFrom("note", "vote"),
      parent: fc.constantFrom(undefined, "p", "q", 7),
      at: fc.nat(2),
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  ),
});

test("[DO23] whatever changes, each index holds what a search through everything finds", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const table = new RecordTable();
      const all = new Map<string, FeedRecord[]>();
      for (const { owner, records } of steps) {
        const now = records.map(({ id, kind, at, parent }) =>
          record(owner, id, parent === undefined ? {} : { parent }, kind, at),
        );
        all.set(owner, now);
        table.apply(owner, now);
      }
      const everything = [...all.values()].flat();
      const found = (records: Iterable<FeedRecord>) => [...records].map(({ ref }) => ref).sort();
      for (const owner of owners) expect(found(table.byOwner(owner))).toEqual(found(all.get(owner) ?? []));
      for (const kind of ["note", "vote", "other"]) {
        expect(found(table.byKind(kind))).toEqual(found(everything.filter((one) => one.kind === kind)));
      }
      for (const parent of ["p", "q", "7"]) {
        expect(found(table.byParent(parent))).toEqual(found(everything.filter((one) => one.fields.parent === parent)));
      }
      for (const id of ["1", "2"])
        expect(found(table.byId(id))).toEqual(found(everything.filter((one) => one.id === id)));
      for (const one of everything) expect(table.get(one.ref)).toEqual(one);
      expect(table.size).toBe(everything.length);
    }),
  );
});

test("[DO24] listeners hear of exactly what came, changed or went, and of nothing else", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const table = new RecordTable();
      const held = new Map<string, FeedRecord>();
      const heard: string[][] = [];
      table.subscribe((refs) => heard.push([...refs].sort()));
      for (const { owner, records } of steps) {
        const now = new Map(
          records.map(({ id, kind, at }) => [recordRef(owner, id), record(owner, id, {}, kind, at)] as const),
        );
        const before = [...held.values()].filter((one) => one.owner === owner);
        const expected = new Set(before.filter(({ ref }) => !now.has(ref)).map(({ ref }) => ref));
        for (const [ref, one] of now) {
          const old = held.get(ref);
          if (old === undefined || !sameRecord(old, one)) expected.add(ref);
        }
        heard.length = 0;
        table.apply(owner, [...now.values()]);
        expect(heard).toEqual(expected.size > 0 ? [[...expected].sort()] : []);
        for (const { ref } of before) held.delete(ref);
        for (const [ref, one] of now) held.set(ref, one);
      }
    }),
  );
});

test("[DO24] who stopped listening hears nothing", () => {
  const table = new RecordTable();
  let heard = 0;
  const stop = table.subscribe(() => {
    heard += 1;
  });
  const [anna = ""] = owners;
  table.apply(anna, [record(anna, "1", {})]);
  stop();
  table.apply(anna, []);
  expect(heard).toBe(1);
});

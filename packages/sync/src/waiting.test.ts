import { type Envelope, KnownSpaces, type Verify, verifyWithNoble } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { NOW, Wijk } from "../../../test/support/envelopes.ts";
import { memoryStore } from "./memory.ts";
import { Replica } from "./replica.ts";
import { type Store, StoreError } from "./store.ts";

const wijk = new Wijk("waiting");
const verify: Verify = async (...signed) => verifyWithNoble(...signed);

/** A replica on a store that refuses what a test says. */
async function on(store: Store) {
  const errors: string[] = [];
  const onError = ({ code }: StoreError) => errors.push(code);
  const replica = new Replica({ store, known: new KnownSpaces(), verify, now: () => NOW, onError });
  const held: (Envelope | Uint8Array)[] = [];
  replica.onAccepted((envelope) => held.push(envelope));
  return { replica, errors, held };
}

test("[ST23] what waited and finds no room waits on; what it waited for is accepted all the same", async () => {
  const store = memoryStore();
  const append = store.append.bind(store);
  let room = false;
  store.append = async (space, envelopes) => {
    if (!room && envelopes.some(({ seq }) => seq > 0)) throw new StoreError("full");
    await append(space, envelopes);
  };
  const { replica, errors, held } = await on(store);
  await replica.acceptRecord(wijk.record);
  const [base, next, last] = wijk.lane("no room for the second").some(3) as [Envelope, Envelope, Envelope];
  await replica.accept(next.bytes);
  expect(await replica.accept(base.bytes)).toEqual({ verdict: "accepted" });
  expect([errors, held, replica.parked.count]).toEqual([["full"], [base], 1]);
  room = true;
  await replica.acceptMany([next.bytes, last.bytes]);
  expect(held).toEqual([base, next, last]);
});

test("[ST23] a record is accepted also where what waited for it finds no room", async () => {
  const store = memoryStore();
  const append = store.append.bind(store);
  const { replica, errors, held } = await on(store);
  const base = wijk.lane("before its record").base();
  expect(await replica.accept(base.bytes)).toEqual({ verdict: "parked", waiting: "epoch" });
  store.append = () => Promise.reject(new StoreError("full"));
  expect(await replica.acceptRecord(wijk.record)).toEqual({ verdict: "accepted" });
  expect([errors, held, replica.parked.count]).toEqual([["full"], [], 1]);
  store.append = append;
  await replica.acceptRecord(wijk.recordOf(2, [wijk.gate]));
  expect([held, replica.parked.count]).toEqual([[base], 0]);
});

test("[ST26] a record that waited is taken with its own source, when one of its own space names its signer", async () => {
  const other = new Wijk("another wijk");
  const store = memoryStore();
  const { replica, errors } = await on(store);
  const told: unknown[] = [];
  replica.onRecord((bytes, source) => told.push([Buffer.from(bytes).toString("hex").slice(0, 80), source]));
  const line = (bytes: Uint8Array, source: object) => [Buffer.from(bytes).toString("hex").slice(0, 80), source];
  const [early, late] = [{ who: "early" }, { who: "late" }];
  const byOlga = wijk.recordOf(2, [wijk.gate], { names: ["olga"], by: "olga" });
  const naming = wijk.recordOf(1, [wijk.gate], { names: ["olga"] });
  expect((await replica.acceptRecord(byOlga, early)).verdict).toBe("parked");
  await replica.acceptRecord(other.record, late);
  const put = store.putRecord.bind(store);
  store.putRecord = async (space, bytes) => {
    if (bytes.length === byOlga.length && Buffer.from(bytes).equals(byOlga)) throw new StoreError("full");
    await put(space, bytes);
  };
  expect(await replica.acceptRecord(naming, late)).toEqual({ verdict: "accepted" });
  expect([errors, told]).toEqual([["full"], [line(other.record, late), line(naming, late)]]);
  store.putRecord = put;
  await replica.acceptRecord(wijk.record, late);
  expect(told).toEqual(
    [other.record, naming, wijk.record].map((bytes) => line(bytes, late)).concat([line(byOlga, early)]),
  );
});

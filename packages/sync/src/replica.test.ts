import { type Envelope, KnownSpaces, type Verify, verifyWithNoble } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { HOUR, NOW, Wijk } from "../../../test/support/envelopes.ts";
import { LIMIT } from "./limits.ts";
import { memoryStore } from "./memory.ts";
import { replay } from "./replay.ts";
import { Replica, type ReplicaOptions } from "./replica.ts";
import type { Store } from "./store.ts";

const wijk = new Wijk("replica");
const { space } = wijk;
const verify: Verify = async (...signed) => verifyWithNoble(...signed);

async function replicaOf(options: Partial<ReplicaOptions> = {}, knows = true) {
  const store = options.store ?? memoryStore();
  const replica = new Replica({ known: new KnownSpaces(), verify, now: () => NOW, ...options, store });
  const accepted: Envelope[] = [];
  replica.onAccepted((envelope) => accepted.push(envelope));
  if (knows) await replica.acceptRecord(wijk.record);
  return { replica, store, accepted };
}

const bytesOf = (envelopes: readonly Envelope[]) => envelopes.map(({ bytes }) => bytes);

/** A store that counts its transactions, and fails when told to. */
function watched(inner: Store = memoryStore()): Store & { appends: number; fails: boolean } {
  return Object.assign(Object.create(inner) as Store, {
    appends: 0,
    fails: false,
    async append(this: { appends: number; fails: boolean }, ...given: Parameters<Store["append"]>) {
      if (given[1].length > 0) this.appends += 1;
      if (this.fails) throw Object.assign(new Error("full"), { code: "full" });
      await inner.append(...given);
    },
  });
}

/** `inner` answers for itself: methods of a store are called on it. */
function bound(inner: Store): Store {
  const names = [
    "heads",
    "lane",
    "read",
    "append",
    "drop",
    "records",
    "putRecord",
    "spaces",
    "size",
    "remove",
    "close",
  ] as const;
  return Object.fromEntries(names.map((name) => [name, inner[name].bind(inner)])) as unknown as Store;
}

test("[ST20] what came together is judged in the order of its lane, whatever order it came in", async () => {
  const { replica, accepted } = await replicaOf();
  const [one, two] = [wijk.lane("one").some(5), wijk.lane("two").some(3)];
  const mixed = [one[4], two[2], one[0], one[2], two[0], one[1], two[1], one[3]].filter(
    (envelope) => envelope !== undefined,
  );
  const outcomes = await replica.acceptMany(bytesOf(mixed));
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(Array(8).fill("accepted"));
  expect(outcomes.map(({ envelope }) => envelope?.id)).toEqual(mixed.map(({ id }) => id));
  for (const lane of [one, two]) {
    expect(accepted.filter((envelope) => envelope.lane === lane[0]?.lane).map(({ seq }) => seq)).toEqual(
      lane.map(({ seq }) => seq),
    );
  }
});

test("[ST20] lanes are verified side by side, one lane in order", async () => {
  let running = 0;
  let most = 0;
  const slow: Verify = async (...signed) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    return verifyWithNoble(...signed);
  };
  const { replica } = await replicaOf({ verify: slow });
  const one = wijk.lane("alone").some(5);
  most = 0;
  await replica.acceptMany(bytesOf(one));
  expect(most).toBe(1);
  await replica.acceptMany(bytesOf(Array.from({ length: 8 }, (_, n) => wijk.lane(`beside ${n}`).base())));
  expect(most).toBe(8);
});

test("[ST20] one lane from two sources at once is judged one after the other", async () => {
  const store = watched(bound(memoryStore()));
  const { replica, accepted } = await replicaOf({ store });
  const lane = wijk.lane("twice").some(6);
  const outcomes = await Promise.all([lane, lane].map((copy, n) => replica.acceptMany(bytesOf(copy), { n })));
  expect(outcomes.flat().every(({ verdict }) => verdict === "accepted")).toBe(true);
  expect(accepted.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(store.appends).toBe(1);
});

test("[ST21] what came together is stored in one transaction", async () => {
  const store = watched(bound(memoryStore()));
  const { replica } = await replicaOf({ store });
  await replica.acceptMany(bytesOf(Array.from({ length: 10 }, (_, n) => wijk.lane(`many ${n}`).some(2)).flat()));
  expect(store.appends).toBe(1);
});

test("[ST21] where the store fails nothing is held or told, and the same can be handed in again", async () => {
  const store = watched(bound(memoryStore()));
  const { replica, accepted } = await replicaOf({ store });
  const lane = wijk.lane("no room").some(2);
  store.fails = true;
  await expect(replica.acceptMany(bytesOf(lane))).rejects.toMatchObject({ code: "full" });
  expect([accepted, await replica.heads(space)]).toEqual([[], []]);
  store.fails = false;
  await replica.acceptMany(bytesOf(lane));
  expect((await replica.heads(space)).map(({ seq }) => seq)).toEqual([1]);
});

test("[ST22] where another writer was there, it is judged again by what the store holds now", async () => {
  const store = memoryStore();
  const [mine, theirs] = [await replicaOf({ store }), await replicaOf({ store })];
  expect(await theirs.replica.heads(space)).toEqual([]);
  const lane = wijk.lane("two writers");
  const fork = lane.fork("other");
  const [base] = lane.some(1);
  const forked = fork.some(2);
  if (!base) throw new Error("no envelope");
  await mine.replica.accept(base.bytes);
  const next = lane.next();
  const stale = await theirs.replica.acceptMany(bytesOf([base, next]));
  expect(stale).toMatchObject([{ verdict: "accepted", known: true }, { verdict: "accepted" }]);
  expect(await mine.replica.acceptMany(bytesOf(forked))).toMatchObject([
    { verdict: "refused", reason: "fork" },
    { verdict: "refused" },
  ]);
  expect((await store.heads(space)).map(({ id }) => id)).toEqual([next.id]);
});

test("[ST23] what waits for its predecessor is taken when that comes, and told with its own source", async () => {
  const { replica } = await replicaOf();
  const told: unknown[] = [];
  replica.onAccepted(({ seq }, source) => told.push([seq, source]));
  const lane = wijk.lane("out of order").some(4);
  const [early, late] = [{ name: "early" }, { name: "late" }];
  const outcomes = await replica.acceptMany(bytesOf(lane.slice(2)), early);
  expect(outcomes).toMatchObject([
    { verdict: "parked", waiting: "prev" },
    { verdict: "parked", waiting: "prev" },
  ]);
  expect(replica.parked.count).toBe(2);
  await replica.acceptMany(bytesOf(lane.slice(0, 2)), late);
  expect(told).toEqual([
    [0, late],
    [1, late],
    [2, early],
    [3, early],
  ]);
  expect(replica.parked).toEqual({ count: 0, bytes: 0 });
});

test("[ST23] what waits for a record is taken when that comes", async () => {
  const { replica, accepted } = await replicaOf({}, false);
  expect(await replica.acceptMany(bytesOf(wijk.lane("first").some(2)))).toMatchObject([
    { verdict: "parked", waiting: "epoch" },
    { verdict: "parked", waiting: "epoch" },
  ]);
  await replica.acceptRecord(wijk.record);
  expect(accepted).toHaveLength(2);
});

test("[ST23] what waits for the clock is taken when its hour comes", async () => {
  let now = NOW;
  const { replica, accepted } = await replicaOf({ now: () => now });
  const base = wijk.lane("tomorrow").base({ hour: HOUR + 60 });
  expect(await replica.accept(base.bytes)).toEqual({ verdict: "parked", waiting: "clock" });
  await replica.tick();
  expect(accepted).toEqual([]);
  now += 12 * 3_600_000;
  await replica.tick();
  expect(accepted.map(({ id }) => id)).toEqual([base.id]);
});

test("[ST24] what waits is bounded, and a flood pushes out its own", async () => {
  const { replica, accepted } = await replicaOf();
  const honest = wijk.lane("honest").some(2);
  const [base, waiting] = honest;
  if (!base || !waiting) throw new Error("no envelope");
  await replica.accept(waiting.bytes, { who: "a neighbour" });
  const flooder = { who: "a flooder" };
  const [, gap] = wijk.lane("flood").some(2);
  if (!gap) throw new Error("no envelope");
  for (let n = 0; n < LIMIT.parked + 50; n++) {
    const copy = gap.bytes.slice();
    copy.set([n >> 8, n & 255], copy.length - 2); // unheld lanes are parked before a signature is asked
    await replica.accept(copy, flooder);
  }
  expect(replica.parked.count).toBe(LIMIT.parked);
  expect(replica.parked.bytes).toBeLessThanOrEqual(LIMIT.parkedBytes);
  await replica.accept(base.bytes);
  expect(accepted.map(({ id }) => id)).toEqual([base.id, waiting.id]);
});

test("[ST25] what is held already is accepted as known, and told to nobody twice", async () => {
  const { replica, accepted } = await replicaOf();
  const base = wijk.lane("once").base();
  expect(await replica.accept(base.bytes)).toEqual({ verdict: "accepted" });
  expect(await replica.accept(base.bytes)).toEqual({ verdict: "accepted", known: true });
  expect(accepted).toHaveLength(1);
});

test("[ST25] bytes that are written over later do not change what is held", async () => {
  const { replica, accepted } = await replicaOf();
  const base = wijk.lane("written over").base();
  const frame = base.bytes.slice();
  await replica.accept(frame);
  frame.fill(0);
  expect(accepted[0]?.bytes).toEqual(base.bytes);
});

test("[ST26] records are kept and known again after a restart, and their lanes with them", async () => {
  const store = memoryStore();
  const { replica } = await replicaOf({ store });
  await replica.accept(wijk.lane("kept").base().bytes);
  const again = await replicaOf({ store }, false);
  expect(again.replica.known.has(space)).toBe(false);
  expect(await again.replica.heads(space)).toHaveLength(1);
  expect(again.replica.known.has(space)).toBe(true);
  expect(await again.replica.acceptRecord(wijk.record)).toEqual({ verdict: "accepted", known: true });
  expect(await store.records(space)).toHaveLength(1);
});

test("[ST26] a space that is not wanted and bytes that are no record are refused", async () => {
  const { replica, store } = await replicaOf({ takes: (one) => one === space });
  expect(await replica.acceptRecord(new Wijk("elsewhere").record)).toEqual({ verdict: "refused", reason: "full" });
  expect(await replica.acceptRecord(Uint8Array.of(1, 2, 3))).toMatchObject({ verdict: "refused" });
  expect(await store.spaces()).toEqual([space]);
});

test("[ST26] a record whose signer is no operator yet waits for the one that names him, with a few others", async () => {
  const { replica, store } = await replicaOf({}, false);
  const naming = wijk.recordOf(1, [wijk.gate], { names: ["olga"] });
  const byOlga = wijk.recordOf(2, [wijk.gate], { names: ["olga"], by: "olga" });
  const waiting = { verdict: "parked", waiting: "operator" } as const;
  expect(await replica.acceptRecord(byOlga)).toEqual(waiting);
  for (let n = 1; n < LIMIT.parkedRecords; n++) {
    expect(await replica.acceptRecord(wijk.recordOf(3, [], { by: `stranger ${n}` }))).toEqual(waiting);
  }
  expect(await replica.acceptRecord(naming)).toEqual({ verdict: "accepted" });
  expect(await store.records(space)).toEqual([naming, byOlga]);

  const flooded = await replicaOf({}, false);
  await flooded.replica.acceptRecord(byOlga);
  for (let n = 0; n < LIMIT.parkedRecords; n++) {
    await flooded.replica.acceptRecord(wijk.recordOf(3, [], { by: `stranger ${n}` }));
  }
  await flooded.replica.acceptRecord(naming);
  expect(await flooded.store.records(space)).toEqual([naming]);
});

test("[ST28] an envelope that names another epoch than its lane has is refused", async () => {
  const { replica } = await replicaOf();
  const other = new Wijk("replica", "second");
  await replica.acceptRecord(wijk.recordOf(2, [wijk.gate, other.gate]));
  const lane = wijk.lane("moves");
  await replica.accept(lane.base().bytes);
  const moved = other.lane("moves", lane);
  expect(moved.key).toBe(lane.key);
  expect(await replica.accept(moved.next().bytes)).toEqual({ verdict: "refused", reason: "chain" });
});

test("[ST29] a replay gives every lane whole and in order, however long", async () => {
  const { replica } = await replicaOf();
  const lanes = [
    ...Array.from({ length: 70 }, (_, n) => wijk.lane(`short ${n}`).some(1 + (n % 3))),
    wijk.lane("long").some(12, { size: 60_000 }),
  ];
  for (const lane of lanes) await replica.acceptMany(bytesOf(lane));
  const all: Uint8Array[] = [];
  for await (const some of replay(replica, space)) all.push(...some);
  expect(all).toEqual(bytesOf(lanes.flat()));
  const [one] = lanes.slice(-1);
  for await (const some of replay(replica, space, [one?.[0]?.lane ?? wijk.lane("none").key])) {
    expect(some).toEqual(bytesOf(one ?? []));
  }
});

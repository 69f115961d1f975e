import { type Envelope, KnownSpaces, type Verify, verifyWithNoble } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { NOW, Wijk } from "../../../test/support/envelopes.ts";
import { memoryStore } from "./memory.ts";
import { Replica, type ReplicaOptions } from "./replica.ts";

const wijk = new Wijk("closings");
const { space } = wijk;
const verify: Verify = async (...signed) => verifyWithNoble(...signed);

async function replicaOf(options: Partial<ReplicaOptions> = {}, knows = true) {
  const store = options.store ?? memoryStore();
  const replica = new Replica({ known: new KnownSpaces(), verify, now: () => NOW, ...options, store });
  if (knows) await replica.acceptRecord(wijk.record);
  return { replica, store };
}

const bytesOf = (envelopes: readonly Envelope[]) => envelopes.map(({ bytes }) => bytes);

test("[ST31] a closed epoch takes what is named, ERASE, and 1 MiB more, together or one by one", async () => {
  for (const atOnce of [1, 100]) {
    const { replica, store } = await replicaOf();
    const [named, late, held] = [wijk.lane("named"), wijk.lane("late"), wijk.lane("held before")];
    const before = held.some(2);
    await replica.acceptMany(bytesOf(before));
    const closing = { epoch: wijk.epoch, lanes: [named.key] };
    await replica.acceptRecord(wijk.recordOf(2, [], { closings: [closing] }));
    const heavy = Array.from({ length: 40 }, (_, n) =>
      n === 0 ? late.base({ size: 60_000 }) : late.next({ size: 60_000 }),
    );
    const verdicts: string[] = [];
    for (let at = 0; at < heavy.length; at += atOnce) {
      const outcomes = await replica.acceptMany(bytesOf(heavy.slice(at, at + atOnce)));
      verdicts.push(...outcomes.map((one) => ("reason" in one ? one.reason : one.verdict)));
    }
    const taken = verdicts.filter((verdict) => verdict === "accepted").length;
    expect(taken).toBe(17);
    expect(new Set(verdicts.slice(taken))).toEqual(new Set(["closed"]));
    expect((await store.heads(space)).find(({ lane }) => lane === late.key)?.seq).toBe(16);
    const others = [...named.some(3), wijk.lane("ended").erase(), ...before];
    for (const outcome of await replica.acceptMany(bytesOf(others))) expect(outcome.verdict).toBe("accepted");
    expect(await replica.accept(held.next({ size: 60_000 }).bytes)).toEqual({
      verdict: "refused",
      reason: "closed",
    });
  }
});

test("[ST31] what was not taken after all leaves its room to others", async () => {
  const { replica } = await replicaOf();
  await replica.acceptRecord(wijk.recordOf(2, [], { closings: [{ epoch: wijk.epoch, lanes: [] }] }));
  const lane = wijk.lane("forged");
  const forged = Array.from({ length: 30 }, () => {
    const bytes = wijk.lane("forged").base({ size: 60_000 }).bytes.slice();
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    return bytes;
  });
  for (const bytes of forged) expect(await replica.accept(bytes)).toEqual({ verdict: "refused", reason: "signature" });
  expect(await replica.accept(lane.base({ size: 60_000 }).bytes)).toEqual({ verdict: "accepted" });
});

test("[ST32] a purged lane is dropped at once and at opening, told, and never taken again", async () => {
  const { replica, store } = await replicaOf();
  const [gone, stays] = [wijk.lane("gone"), wijk.lane("stays")];
  const words = gone.some(3);
  await replica.acceptMany(bytesOf([...words, ...stays.some(2)]));
  const dropped: string[] = [];
  replica.onDropped((lane) => dropped.push(lane));
  const purge = wijk.recordOf(2, [], { purges: [gone.key, wijk.lane("never came").key] });
  await replica.acceptRecord(purge);
  expect(dropped).toEqual([gone.key]);
  const lanes = async () => (await replica.heads(space)).map(({ lane }) => lane);
  expect(await lanes()).toEqual([stays.key]);
  expect(await store.read(space, gone.key, 0, 1_000_000)).toEqual([]);
  for (const outcome of await replica.acceptMany(bytesOf([...words, gone.erase()]))) {
    expect(outcome).toMatchObject({ verdict: "refused", reason: "purged" });
  }
  expect((await replica.open(space)).purged(gone.key)).toBe(true);
  // A store that was filled before the record was acted upon.
  const other = await replicaOf();
  await other.replica.acceptMany(bytesOf(words));
  await other.store.putRecord(space, purge);
  const opened = await replicaOf({ store: other.store }, false);
  await opened.replica.open(space);
  expect(await opened.store.heads(space)).toEqual([]);
});

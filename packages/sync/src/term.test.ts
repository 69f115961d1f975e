import { KnownSpaces, type LaneKey, verifyWithWebCrypto } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { HOUR, NOW, Wijk } from "../../../test/support/envelopes.ts";
import { memoryStore } from "./memory.ts";
import { Replica } from "./replica.ts";

const wijk = new Wijk("terms");
const { space } = wijk;

test("[ST27] [ST33] a lane whose term is over is in no list, and a sweep forgets it and no other", async () => {
  let now = NOW;
  const store = memoryStore();
  const replica = new Replica({ store, known: new KnownSpaces(), verify: verifyWithWebCrypto, now: () => now });
  await replica.acceptRecord(wijk.record);
  const [short, long] = [wijk.lane("short"), wijk.lane("long")];
  const base = short.base({ expires: HOUR + 2 });
  await replica.accept(base.bytes);
  await replica.accept(long.base().bytes);
  expect(await replica.heads(space)).toHaveLength(2);
  const dropped: LaneKey[] = [];
  replica.onDropped((lane) => dropped.push(lane));
  await replica.sweep(space);
  expect(dropped).toEqual([]);

  now += 2 * 3_600_000;
  expect((await replica.heads(space)).map(({ lane }) => lane)).toEqual([long.key]);
  const before = await store.size();
  await replica.sweep(space);
  expect(dropped).toEqual([short.key]);
  expect((await store.heads(space)).map(({ lane }) => lane)).toEqual([long.key]);
  expect(await store.size()).toBe(before - base.bytes.length);
  expect(await replica.accept(base.bytes)).toEqual({ verdict: "refused", reason: "expired" });
});

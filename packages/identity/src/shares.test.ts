import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { joinShares, splitCard } from "./shares.ts";

const random = (length: number) => new Uint8Array(randomBytes(length));
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

test("[ID30] any two of three shares, and all three, bring the card back, in any order", async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (card) => {
      const [a, b, c] = (await splitCard(card, random)) as [Uint8Array, Uint8Array, Uint8Array];
      for (const some of [
        [a, b],
        [c, a],
        [b, c],
        [c, b, a],
        [a, a, b],
      ]) {
        expect(await joinShares(some)).toEqual({ card });
      }
    }),
    { numRuns: 50 },
  );
});

test("[ID30] one share says nothing: for every card there is one that it fits", async () => {
  const [card, other] = [random(32), random(32)];
  const [share] = await splitCard(card, random);
  const seen = new Set<number>();
  for (let n = 0; n < 6_000; n++) seen.add((await splitCard(other, random))[0]?.at(20) ?? -1);
  expect(seen.size).toBe(256);
  expect(Buffer.from(share ?? []).includes(Buffer.from(card))).toBe(false);
});

test("[ID31] fewer than two, shares of other cards or of another time, and altered ones are said to be that", async () => {
  const card = random(32);
  const [a, b] = (await splitCard(card, random)) as [Uint8Array, Uint8Array];
  const [, again] = (await splitCard(card, random)) as [Uint8Array, Uint8Array];
  const [, other] = (await splitCard(random(32), random)) as [Uint8Array, Uint8Array];
  expect(await joinShares([])).toEqual({ reason: "few" });
  expect(await joinShares([a, a])).toEqual({ reason: "few" });
  expect(await joinShares([a, again])).toEqual({ reason: "other" });
  expect(await joinShares([a, other])).toEqual({ reason: "other" });
  expect(await joinShares([a, b.slice(1)])).toEqual({ reason: "form" });
  for (let at = 0; at < b.length; at++) {
    const altered = b.with(at, (b[at] ?? 0) ^ 1);
    expect(Object.keys(await joinShares([a, altered]))).toEqual(["reason"]);
  }
});

test("[ID31] whatever the bytes, an answer", async () => {
  const some = fc.array(fc.uint8Array({ minLength: 0, maxLength: 60 }), { maxLength: 5 });
  const sized = fc.array(
    fc.uint8Array({ minLength: 42, maxLength: 42 }).map((all) => all.with(0, 1)),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(some, sized), async (shares) => {
      expect(Object.keys(await joinShares(shares))).toEqual(["reason"]);
    }),
  );
});

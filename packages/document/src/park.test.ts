import { type EnvelopeId, type LaneKey, ZERO_ID } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { Holdings } from "./holdings.ts";
import { KIND } from "./kinds.ts";
import type { Piece } from "./lane.ts";
import { LIMIT } from "./limits.ts";

const lane = (n: number) => n.toString(16).padStart(64, "0") as LaneKey;
const stranger = "d".repeat(64);

function piece(size: number, over: Partial<Piece> = {}): Piece {
  const claim = { kind: KIND.feed, identity: stranger };
  const place = { seq: 0, id: "1".repeat(64) as EnvelopeId, prev: ZERO_ID, hour: 1, isBase: true, isMore: false };
  return { ...place, kind: KIND.feed, payload: new Uint8Array(size), claim, ...over };
}

test("[DO45] what waits is bounded in bytes; what there is no room for is named, and can be handed in again", () => {
  const holdings = new Holdings();
  const size = 1024 * 1024;
  const lanes = Array.from({ length: LIMIT.parkedBytes / size + 5 }, (_, n) => lane(n));
  for (const key of lanes) {
    holdings.add(key, piece(size));
    holdings.settle(stranger, false);
  }
  expect(holdings.parked).toEqual({
    envelopes: LIMIT.parkedBytes / size,
    bytes: LIMIT.parkedBytes,
    waiting: { member: LIMIT.parkedBytes / size, prev: 0, certificate: 0 },
    missed: 5,
  });
  expect(holdings.missed()).toEqual(lanes.slice(0, 5));
  expect(holdings.missed()).toEqual([]);
  holdings.settle(stranger, true);
  expect(holdings.parked).toMatchObject({ envelopes: 0, bytes: 0 });
  for (const key of lanes.slice(0, 5)) expect(holdings.add(key, piece(size))).toBe("added");
  holdings.settle(stranger, true);
  for (const key of lanes) expect(holdings.lane(key)).toBeDefined();
});

test("[DO45] what waits is bounded in envelopes, whatever it waits for", () => {
  const holdings = new Holdings();
  const { claim: _, ...unclaimed } = piece(1);
  for (let n = 0; n < LIMIT.parked + 10; n += 1) {
    holdings.add(lane(n), n % 2 === 0 ? unclaimed : { ...unclaimed, seq: 3, isBase: false });
    holdings.weigh(() => false);
  }
  const { envelopes, waiting, missed } = holdings.parked;
  expect([envelopes, waiting.prev + waiting.certificate, missed]).toEqual([LIMIT.parked, LIMIT.parked, 10]);
});

test("[DO45] a lane that grows past what one lane may hold is let go, and named", () => {
  const holdings = new Holdings();
  const big = LIMIT.laneHeld / 2;
  const next = (seq: number): Partial<Piece> => ({
    seq,
    isBase: false,
    id: String(seq + 1).repeat(64) as EnvelopeId,
    prev: String(seq).repeat(64) as EnvelopeId,
  });
  holdings.add(lane(1), piece(big));
  holdings.add(lane(1), piece(big, next(1)));
  expect(holdings.add(lane(1), piece(1, next(2)))).toBe("full");
  expect(holdings.lane(lane(1))).toBeUndefined();
  expect(holdings.missed()).toEqual([lane(1)]);
  expect(holdings.changed()).toEqual([stranger]);
});

const second: Partial<Piece> = { seq: 1, id: "2".repeat(64) as EnvelopeId, prev: "1".repeat(64) as EnvelopeId };

/** Fills all there is with lanes of strangers. */
function crowded(kind: number): Holdings {
  const holdings = new Holdings();
  const claim = { kind, identity: stranger };
  for (let n = 0; n <= LIMIT.parkedBytes / 2 ** 20; n += 1) holdings.add(lane(n), piece(2 ** 20, { claim, kind }));
  for (const identity of holdings.changed()) holdings.settle(identity, false);
  expect(holdings.parked).toMatchObject({ bytes: LIMIT.parkedBytes, missed: 1 });
  return holdings;
}

test.each([
  ["a feed", KIND.feed],
  ["operations", KIND.membership],
])("[DO45] where strangers with lanes of %s take all room, lanes of a BASE in two parts come in", (_, crowd) => {
  const member = "a".repeat(64);
  for (const kind of [KIND.feed, KIND.membership]) {
    for (const atOnce of [true, false]) {
      const holdings = crowded(crowd);
      const claim = { kind, identity: member };
      holdings.add(lane(99), piece(1, { isMore: true, claim, kind }));
      if (!atOnce) holdings.weigh((identity) => identity === member);
      holdings.add(lane(99), { ...piece(1), ...second, isBase: false });
      for (const identity of holdings.changed()) holdings.settle(identity, identity === member);
      expect(holdings.lane(lane(99))?.claim).toEqual(claim);
      expect(holdings.parked.envelopes).toBeLessThanOrEqual(LIMIT.parkedBytes / 2 ** 20);
    }
  }
});

test("[DO45] strangers' feeds take no room from operations, nor operations from members", () => {
  const holdings = crowded(KIND.membership);
  holdings.missed();
  holdings.add(lane(200), piece(1));
  holdings.settle(stranger, false);
  expect(holdings.missed()).toEqual([lane(200)]);
  holdings.add(lane(201), piece(1, { isMore: true, claim: { kind: KIND.feed, identity: "a".repeat(64) } }));
  holdings.weigh(() => true);
  expect(holdings.lane(lane(201))).toBeDefined();
  expect(holdings.missed()).toHaveLength(1);
});

test("[DO14] of many lanes of one owner those that count are picked before any is read", () => {
  const holdings = new Holdings();
  for (let n = 0; n < 100; n += 1) holdings.add(lane(n), piece(1, { hour: n % 50 }));
  const picked = holdings.feed([stranger]).map((content) => content.lane);
  expect(picked).toEqual(Array.from({ length: 16 }, (_, n) => [lane(49 - n), lane(99 - n)]).flat());
});

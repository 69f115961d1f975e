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
  expect(holdings.missed()).toEqual(lanes.slice(-5));
  expect(holdings.missed()).toEqual([]);
  holdings.settle(stranger, true);
  expect(holdings.parked).toMatchObject({ envelopes: 0, bytes: 0 });
  for (const key of lanes.slice(-5)) expect(holdings.add(key, piece(size))).toBe("added");
  holdings.settle(stranger, true);
  expect(holdings.feed(stranger)).toHaveLength(lanes.length);
});

test("[DO45] what waits is bounded in envelopes, whatever it waits for", () => {
  const holdings = new Holdings();
  const { claim: _, ...unclaimed } = piece(1);
  for (let n = 0; n < LIMIT.parked + 10; n += 1) {
    holdings.add(lane(n), n % 2 === 0 ? unclaimed : { ...unclaimed, seq: 3, isBase: false });
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

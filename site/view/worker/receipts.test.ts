import type { LaneKey } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { Receipts } from "./receipts.ts";

const LANE = "11".repeat(32) as LaneKey;
const OTHER = "22".repeat(32) as LaneKey;
const REF = "0123456789abcdef.vraag";

test("[SI41] words are on this device once an envelope carries them, and not before", () => {
  const receipts = new Receipts(LANE);
  receipts.unsaved([REF]);
  expect(receipts.kept(REF, true)).toEqual({ device: false, neighbours: 0, relay: false });
  receipts.carried(REF, 3);
  expect(receipts.kept(REF, true)).toEqual({ device: true, neighbours: 0, relay: false });
});

test("[SI41] a receipt counts from the envelope that carries the words, in that lane", () => {
  const receipts = new Receipts(LANE);
  receipts.carried(REF, 3);
  receipts.receipt({}, true, { lane: LANE, seq: 2 });
  receipts.receipt({}, false, { lane: OTHER, seq: 9 });
  expect(receipts.kept(REF, true)).toEqual({ device: true, neighbours: 0, relay: false });
  receipts.receipt({}, true, { lane: LANE, seq: 3 });
  receipts.receipt({}, false, { lane: LANE, seq: 4 });
  expect(receipts.kept(REF, true)).toEqual({ device: true, neighbours: 1, relay: true });
});

test("[SI41] a neighbour that comes back counts once, and one that left stays counted", () => {
  const receipts = new Receipts(LANE);
  receipts.carried(REF, 0);
  const [first, again] = [{}, {}];
  receipts.receipt(first, false, { lane: LANE, seq: 0 });
  expect(receipts.kept(REF, true).neighbours).toBe(1);
  receipts.gone(first);
  expect(receipts.kept(REF, true).neighbours).toBe(1);
  receipts.receipt(again, false, { lane: LANE, seq: 0 });
  expect(receipts.kept(REF, true).neighbours).toBe(1);
});

test("[SI41] one that comes back before its old connection ends is not counted twice for good", () => {
  const receipts = new Receipts(LANE);
  receipts.carried(REF, 0);
  const [first, again] = [{}, {}];
  receipts.receipt(first, false, { lane: LANE, seq: 0 });
  receipts.receipt(again, false, { lane: LANE, seq: 0 });
  receipts.gone(first);
  expect(receipts.kept(REF, true).neighbours).toBe(1);
  receipts.gone(again);
  expect(receipts.kept(REF, true).neighbours).toBe(1);
});

test("[SI41] a change makes everything unsaid until it is stored and confirmed again", () => {
  const receipts = new Receipts(LANE);
  receipts.carried(REF, 0);
  receipts.receipt({}, false, { lane: LANE, seq: 0 });
  receipts.kept(REF, true);
  receipts.unsaved([REF]);
  expect(receipts.kept(REF, true).device).toBe(false);
  receipts.carried(REF, 1);
  expect(receipts.kept(REF, true)).toEqual({ device: true, neighbours: 0, relay: false });
});

test("[SI41] words from before the start stand where the lane stood; of others' words only this device is said", () => {
  const receipts = new Receipts(LANE);
  receipts.loaded(7);
  receipts.receipt({}, true, { lane: LANE, seq: 7 });
  expect(receipts.kept(REF, true)).toEqual({ device: true, neighbours: 0, relay: true });
  expect(receipts.kept(REF, false)).toEqual({ device: true, neighbours: 0, relay: false });
});

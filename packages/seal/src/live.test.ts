import type { EpochId, LaneKey, SpaceId } from "@wijkkit/envelope";
import { signingKeys } from "@wijkkit/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nodeVerify } from "../../../test/support/node-verify.ts";
import { certificateMessage, certify, liveSeal } from "./index.ts";

const key = new Uint8Array(32).fill(1);
const nonce = new Uint8Array(24).fill(2);

test("[SE15] a live frame opens under its own key and nonce alone", () => {
  const mine = liveSeal(key);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(), (frame, at) => {
      const sealed = mine.seal(nonce, frame);
      expect(sealed.length).toBe(frame.length + 16);
      expect(mine.open(nonce, sealed)).toEqual(frame);
      expect(liveSeal(key.with(0, 9)).open(nonce, sealed)).toBeUndefined();
      expect(mine.open(nonce.with(0, 9), sealed)).toBeUndefined();
      const place = at % sealed.length;
      expect(mine.open(nonce, sealed.with(place, (sealed[place] ?? 0) ^ 1))).toBeUndefined();
      expect(mine.open(nonce, sealed.subarray(0, place))).toBeUndefined();
    }),
  );
});

test("[SE15] any bytes give a frame or nothing", () => {
  const mine = liveSeal(key);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(mine.open(nonce, bytes)).toBeUndefined();
    }),
  );
  expect(() => liveSeal(new Uint8Array(31))).toThrow(RangeError);
});

test("[SE13] a certificate holds for its own space, epoch, lane and document alone", async () => {
  const identity = signingKeys(key);
  const space = "1".repeat(40) as SpaceId;
  const epoch = "2".repeat(16) as EpochId;
  const lane = "3".repeat(64) as LaneKey;
  const document = new Uint8Array(16).fill(4);
  const certificate = certify(identity, space, epoch, lane, document);
  const holds = (...parts: Parameters<typeof certificateMessage>) =>
    nodeVerify(identity.public, certificateMessage(...parts), certificate);
  expect(await holds(space, epoch, lane, document)).toBe(true);
  expect(await holds("9".repeat(40) as SpaceId, epoch, lane, document)).toBe(false);
  expect(await holds(space, "9".repeat(16) as EpochId, lane, document)).toBe(false);
  expect(await holds(space, epoch, "9".repeat(64) as LaneKey, document)).toBe(false);
  expect(await holds(space, epoch, lane, document.with(0, 9))).toBe(false);
  expect(() => certificateMessage(space, epoch, lane, new Uint8Array(15))).toThrow(RangeError);
});

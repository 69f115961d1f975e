import { createHash } from "node:crypto";
import type { LaneKey } from "@wijkkit/envelope";
import { expect, test } from "vitest";
import { clientId, documentId, KIND } from "./kinds.ts";

const sha512 = (bytes: Uint8Array) => createHash("sha512").update(bytes).digest();

test("[DO1] a document's id is 16 bytes of SHA-512 over label, kind and owner", () => {
  const owner = new Uint8Array(32).fill(7);
  const expected = sha512(Buffer.concat([Buffer.from("wijkkit/1 document"), Buffer.of(KIND.feed), owner]));
  expect(Buffer.from(documentId(KIND.feed, owner))).toEqual(expected.subarray(0, 16));
  expect(documentId(KIND.membership, owner)).not.toEqual(documentId(KIND.feed, owner));
});

test("[DO2] a lane's client id is the first 53 bits of SHA-512 of its key", () => {
  const lane = "9f".repeat(32) as LaneKey;
  const expected = sha512(Buffer.from(lane, "hex")).readBigUInt64BE() >> 11n;
  expect(BigInt(clientId(lane))).toBe(expected);
  expect(Number.isSafeInteger(clientId(lane))).toBe(true);
});

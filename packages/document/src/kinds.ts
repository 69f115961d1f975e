import { sha512 } from "@noble/hashes/sha2.js";
import { type LaneKey, unhex } from "@wijkkit/envelope";
import { labelled } from "@wijkkit/identity";

export const KIND = {
  membership: 0,
  feed: 1,
  anonymous: 2,
  board: 3,
  account: 4,
  case: 5,
  agreement: 6,
} as const;

/** The 16-byte id of an owner's one document of a kind: SHA-512 of label "document", kind:u8, identity[32]. */
export function documentId(kind: number, owner: Uint8Array): Uint8Array {
  return sha512(labelled("document", Uint8Array.of(kind), owner)).slice(0, 16);
}

/** The Yjs client id bound to a lane: the first 53 bits of SHA-512 of its key, big-endian. */
export function clientId(lane: LaneKey): number {
  const digest = sha512(unhex(lane));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11);
}

import { bytesToHex } from "@noble/hashes/utils.js";
import { fromBase64url } from "./base64url.ts";
import type { Part } from "./body.ts";

/** Of an owner's lane only what ends there counts. */
export interface Lock {
  /** Lane key, hex. */
  readonly lane: string;
  readonly seq: number;
  /** Id of the envelope at `seq`, hex. */
  readonly id: string;
}

/** Bytes of a recipient's key that stand for it: nobody meets another's by chance. */
export const NAME = 8;
const SEALED = 48;
const ENTRY = NAME + SEALED;
const LOCK = 32 + 4 + 32;
/** What is sealed in a part to the recipient with this X25519 public key; more than one where somebody made it so. */
export function sealedFor(part: Part, box: Uint8Array): Uint8Array[] {
  const bytes = fromBase64url(part.entries) ?? new Uint8Array(0);
  const found: Uint8Array[] = [];
  for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
    const isTheirs = box.subarray(0, NAME).every((byte, n) => byte === bytes[at + n]);
    if (isTheirs) found.push(bytes.slice(at + NAME, at + ENTRY));
  }
  return found;
}

/** The locks in a part. */
export function locksIn(part: Part): Lock[] {
  const bytes = fromBase64url(part.locks) ?? new Uint8Array(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const locks: Lock[] = [];
  for (let at = 0; at + LOCK <= bytes.length; at += LOCK) {
    const [lane, id] = [bytes.subarray(at, at + 32), bytes.subarray(at + 36, at + LOCK)];
    locks.push({ lane: bytesToHex(lane), seq: view.getUint32(at + 32), id: bytesToHex(id) });
  }
  return locks;
}

import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Ancestry } from "./ancestry.ts";
import type { Rotate } from "./body.ts";
import type { EntryOf } from "./sorted.ts";
import { isSame, type Standing } from "./standing.ts";

/** An epoch that a rotation made. */
export interface Epoch {
  /** Hash of the rotation. */
  readonly rotation: string;
  /** Identity of its author, hex. */
  readonly by: string;
  /** Gate public key, hex. */
  readonly gate: string;
  /** X25519 public key that the secret is sealed from, hex. */
  readonly sender: string;
  /** Epochs before it and their secrets, sealed for who holds this one's: 72 bytes in base64url. */
  readonly previous: Rotate["previous"];
  /** Hashes of the operations that hold the sealed secrets and the locks. */
  readonly parts: readonly string[];
  readonly hour: number;
}

/** The id of the epoch with a gate public key: the first 8 bytes of SHA-512, hex. */
export function epochOf(gate: string): string {
  return bytesToHex(sha512(hexToBytes(gate)).subarray(0, 8));
}

/** The epochs of a space by id: the first, and those that rotations which stand made. */
export function epochsOf(first: string, { rotations }: Standing): Map<string, Epoch | undefined> {
  const epochs = new Map<string, Epoch | undefined>([[first, undefined]]);
  for (const { operation, body } of rotations) {
    const id = epochOf(body.gate);
    const { gate, sender, previous, parts, hour } = body;
    if (!epochs.has(id)) {
      epochs.set(id, { rotation: operation.hash, by: operation.author, gate, sender, previous, parts, hour });
    }
  }
  return epochs;
}

/**
 * The epoch that is written to: of those whose secret went to nobody who has since been removed or replaced, the
 * newest, of equals the lowest id. Undefined when there is none: a beheerder's device is to rotate.
 */
export function writtenEpoch(first: string, standing: Standing, ancestry: Ancestry): string | undefined {
  const gone = [...standing.strikes].filter(([, { body }]) => body.op !== "leave").map(([who]) => who);
  const isWithout = (who: string, rotation: EntryOf<Rotate>): boolean =>
    standing.strikesOn(who).some((strike) => isSame(strike, rotation) || ancestry.follows(rotation, strike));
  const clean = standing.rotations.filter((rotation) => gone.every((who) => isWithout(who, rotation)));
  const newest = clean.filter((rotation) => !clean.some((other) => ancestry.follows(other, rotation)));
  if (newest.length > 0) return newest.map(({ body }) => epochOf(body.gate)).sort()[0];
  return gone.length === 0 ? first : undefined;
}

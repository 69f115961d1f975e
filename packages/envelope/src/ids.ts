import { sha512 } from "@noble/hashes/sha2.js";
import { hex } from "./bytes.ts";
import { SIZE } from "./limits.ts";

/** 40 hex digits: the first 20 bytes of SHA-512 of a space's root public key. */
export type SpaceId = string & { readonly __brand: "SpaceId" };
/** 16 hex digits: the first 8 bytes of SHA-512 of an epoch's gate public key. */
export type EpochId = string & { readonly __brand: "EpochId" };
/** 64 hex digits: an Ed25519 public key. */
export type LaneKey = string & { readonly __brand: "LaneKey" };
/** 64 hex digits: the first 32 bytes of SHA-512 of an envelope. */
export type EnvelopeId = string & { readonly __brand: "EnvelopeId" };

/** What stands as `prev` where there is no previous envelope. */
export const ZERO_ID = "0".repeat(2 * SIZE.id) as EnvelopeId;

/** The space that a root public key (32 bytes) begins. */
export function spaceId(rootPublicKey: Uint8Array): SpaceId {
  return digest(rootPublicKey, SIZE.space) as SpaceId;
}

/** The epoch that a gate public key (32 bytes) guards. */
export function epochId(gatePublicKey: Uint8Array): EpochId {
  return digest(gatePublicKey, SIZE.epoch) as EpochId;
}

/** The id of a whole envelope. */
export function envelopeId(bytes: Uint8Array): EnvelopeId {
  return digest(bytes, SIZE.id) as EnvelopeId;
}

function digest(bytes: Uint8Array, length: number): string {
  return hex(sha512(bytes).subarray(0, length));
}

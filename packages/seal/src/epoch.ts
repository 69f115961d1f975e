import { type EpochId, epochId, hex, type SpaceId, unhex } from "@wijkkit/envelope";
import { derive, type KeyPair, signingKeys } from "@wijkkit/identity";

/** Everything that one epoch's secret gives. Symmetric keys have 32 bytes. */
export interface EpochKeys {
  readonly secret: Uint8Array;
  readonly space: SpaceId;
  readonly id: EpochId;
  /** Ed25519; admits lanes and proves "some member" to a replica. */
  readonly gate: KeyPair;
  /** Key of envelope boxes. */
  readonly content: Uint8Array;
  /** y-webrtc's room name: 64 hex digits. */
  readonly room: string;
  /** Key of live frames. */
  readonly live: Uint8Array;
  /** Key that seals the previous epoch's secret. */
  readonly chain: Uint8Array;
}

/** Derives an epoch's keys from its 32-byte secret. Throws on another length. */
export function epochKeys(secret: Uint8Array, space: SpaceId): EpochKeys {
  const salt = unhex(space);
  const gate = signingKeys(derive(secret, salt, "gate"));
  return {
    secret,
    space,
    id: epochId(gate.public),
    gate,
    content: derive(secret, salt, "content"),
    room: hex(derive(secret, salt, "room")),
    live: derive(secret, salt, "live"),
    chain: derive(secret, salt, "chain"),
  };
}

/**
 * The keys of the epoch `id` from what should be its secret (32 bytes; null where nothing opened). Undefined when it
 * is another's: whoever seals a secret could otherwise lead members into an epoch of their own.
 */
export function keysOf(
  { space, id }: Pick<EpochKeys, "space" | "id">,
  secret: Uint8Array | null,
): EpochKeys | undefined {
  if (secret === null) return undefined;
  const keys = epochKeys(secret, space);
  return keys.id === id ? keys : undefined;
}

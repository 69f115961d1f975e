import nacl from "tweetnacl";

/** Seals and opens frames of the mesh under one key, which nobody can read back out of it. */
export interface LiveSeal {
  /** `nonce` has 24 bytes and must never come twice under one key. The result is 16 bytes longer. */
  readonly seal: (nonce: Uint8Array, bytes: Uint8Array) => Uint8Array;
  /** The frame's bytes; undefined when it was not sealed under this key and nonce, or was altered. */
  readonly open: (nonce: Uint8Array, bytes: Uint8Array) => Uint8Array | undefined;
}

/** `key` is an epoch's `live` key, 32 bytes. */
export function liveSeal(key: Uint8Array): LiveSeal {
  if (key.length !== nacl.secretbox.keyLength) throw new RangeError("a live key has 32 bytes");
  return {
    seal: (nonce, bytes) => nacl.secretbox(bytes, nonce, key),
    open: (nonce, bytes) => nacl.secretbox.open(bytes, nonce, key) ?? undefined,
  };
}

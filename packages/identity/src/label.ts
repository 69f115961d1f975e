import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import nacl from "tweetnacl";
import type { KeyPair } from "./keys.ts";

/** What is signed or hashed for one purpose: the ASCII text "wijkkit/1 " + label, then the parts. */
export function labelled(label: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(utf8ToBytes(`wijkkit/1 ${label}`), ...parts);
}

/** 64 bytes: the Ed25519 signature over {@link labelled}. */
export function signAs(key: KeyPair, label: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return nacl.sign.detached(labelled(label, ...parts), key.secret);
}

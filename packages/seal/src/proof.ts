import nacl from "tweetnacl";
import type { EpochKeys } from "./epoch.ts";

/**
 * Proves "some member" by an epoch's gate key. `message` is what a session asks to have signed; it
 * carries its own label, so this signs it as it is.
 */
export function signAsMember(message: Uint8Array, { gate }: EpochKeys): Uint8Array {
  return nacl.sign.detached(message, gate.secret);
}

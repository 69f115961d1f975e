import { utf8ToBytes } from "@noble/hashes/utils.js";
import nacl from "tweetnacl";
import type { EpochKeys } from "./epoch.ts";

const LABEL = utf8ToBytes("wijkkit/1 hello");

/**
 * Proves "some member" by an epoch's gate key: 64 bytes over a session's message as it stands.
 * Throws where the message does not begin with the label of a session's proof, so that what carries envelopes
 * cannot ask for the admission of a lane.
 */
export function signAsMember(message: Uint8Array, { gate }: EpochKeys): Uint8Array {
  if (LABEL.some((byte, at) => message[at] !== byte)) throw new TypeError("no message of a session's proof");
  return nacl.sign.detached(message, gate.secret);
}

import { concatBytes } from "@noble/hashes/utils.js";
import { layOutRecord, type RecordFields, recordMessage } from "@wijkkit/envelope";
import type { KeyPair } from "@wijkkit/identity";
import nacl from "tweetnacl";

/** A space record signed by the root key or an operator. Throws where it would not be a record. */
export function sealRecord(fields: Omit<RecordFields, "signer">, signer: KeyPair): Uint8Array {
  const before = layOutRecord({ ...fields, signer: signer.public });
  return concatBytes(before, nacl.sign.detached(recordMessage(before), signer.secret));
}

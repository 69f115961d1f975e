import { scryptAsync } from "@noble/hashes/scrypt.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** Bytes of a salt. */
export const SALT_LENGTH = 16;
/** Characters of a passphrase at least, and at most. */
export const PASSPHRASE_LENGTH = { least: 12, most: 256 } as const;
/** Scrypt (RFC 7914): 32 MiB for each guess, three times over; half a second on a laptop, some three on an old phone. */
const COST = { N: 2 ** 15, r: 8, p: 3, dkLen: 32, asyncTick: 50 } as const;

/** The 32-byte key of what a passphrase opens. `salt`: fresh for each lock. Characters that look the same are the same. */
export function passphraseKey(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  if (salt.length !== SALT_LENGTH) throw new RangeError("a salt has 16 bytes");
  return scryptAsync(utf8ToBytes(passphrase.normalize("NFKC")), salt, COST);
}

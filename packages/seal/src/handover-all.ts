import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { KeyPair } from "@wijkkit/identity";
import nacl from "tweetnacl";
import type { EpochKeys } from "./epoch.ts";
import { handOver, nonceFor } from "./handover.ts";

/** Recipients sealed to before others get their turn. */
const AT_ONCE = 64;
const X25519 = { name: "X25519" };
/** What stands before a raw X25519 private key in PKCS #8 (RFC 8410). */
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);
const SIGMA = utf8ToBytes("expand 32-byte k");
const { lowlevel } = nacl as typeof nacl & {
  lowlevel: {
    crypto_core_hsalsa20: (out: Uint8Array, input: Uint8Array, key: Uint8Array, constant: Uint8Array) => void;
  };
};

/**
 * `handOver` to many: the same bytes, some ten times as fast where WebCrypto has X25519.
 *
 * @param recipients X25519 public keys
 * @param sender X25519, made for this rotation alone
 * @param progress told how many are done; throws to stop
 */
export async function handOverAll(
  epoch: EpochKeys,
  recipients: readonly Uint8Array[],
  sender: KeyPair,
  progress: (done: number) => void = () => {},
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<Uint8Array[]> {
  const agree = await agreement(sender, subtle);
  const sealed: Uint8Array[] = [];
  for (let at = 0; at < recipients.length; at += AT_ONCE) {
    const some = recipients.slice(at, at + AT_ONCE);
    sealed.push(...(await Promise.all(some.map((recipient) => sealTo(epoch, recipient, sender, agree)))));
    progress(sealed.length);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return sealed;
}

type Agree = (recipient: Uint8Array) => Promise<Uint8Array>;

async function sealTo(
  epoch: EpochKeys,
  recipient: Uint8Array,
  sender: KeyPair,
  agree: Agree | undefined,
): Promise<Uint8Array> {
  // WebCrypto refuses a key of small order, which somebody may have put into the log.
  const shared = await agree?.(recipient).catch(() => undefined);
  if (shared === undefined) return handOver(epoch, recipient, sender);
  const key = new Uint8Array(nacl.box.sharedKeyLength);
  lowlevel.crypto_core_hsalsa20(key, new Uint8Array(16), shared, SIGMA);
  return nacl.box.after(epoch.secret, nonceFor(epoch.id, recipient), key);
}

/** X25519 by WebCrypto; undefined where it is not there. */
async function agreement(sender: KeyPair, subtle: SubtleCrypto | undefined): Promise<Agree | undefined> {
  if (subtle === undefined) return undefined;
  try {
    const secret = concatBytes(PKCS8, sender.secret);
    const own = await subtle.importKey("pkcs8", secret, X25519, false, ["deriveBits"]);
    return async (recipient) => {
      const theirs = await subtle.importKey("raw", recipient.slice(), X25519, true, []);
      return new Uint8Array(await subtle.deriveBits({ ...X25519, public: theirs }, own, 256));
    };
  } catch {
    return undefined;
  }
}

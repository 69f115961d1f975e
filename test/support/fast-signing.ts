import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import nacl from "tweetnacl";

/** What stands before the 32 bytes of a private key in its DER form (RFC 8410). */
const PREFIX = { ed25519: "302e020100300506032b657004220420", x25519: "302e020100300506032b656e04220420" };

const keys = new Map<string, KeyObject>();

function keyOf(kind: keyof typeof PREFIX, secret: Uint8Array): KeyObject {
  const hex = PREFIX[kind] + Buffer.from(secret.subarray(0, 32)).toString("hex");
  const key = keys.get(hex) ?? createPrivateKey({ key: Buffer.from(hex, "hex"), format: "der", type: "pkcs8" });
  keys.set(hex, key);
  return key;
}

const publicOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32));

/**
 * Lets tweetnacl make key pairs and sign by Node's OpenSSL from now on: the same bytes, as there is one key for each
 * seed and one Ed25519 signature for each message, some forty times faster. For making large wijken, never where
 * something is measured.
 */
export function signFast(): void {
  const { verify } = nacl.sign.detached;
  nacl.sign.detached = Object.assign(
    (message: Uint8Array, secret: Uint8Array) => new Uint8Array(sign(null, message, keyOf("ed25519", secret))),
    { verify },
  );
  nacl.sign.keyPair.fromSeed = (seed) => {
    const publicKey = publicOf(keyOf("ed25519", seed));
    return { publicKey, secretKey: new Uint8Array([...seed, ...publicKey]) };
  };
  nacl.box.keyPair.fromSecretKey = (secretKey) => ({ publicKey: publicOf(keyOf("x25519", secretKey)), secretKey });
}

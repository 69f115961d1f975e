// Node's crypto under short names, for the known-answer vectors only.
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from "node:crypto";

/** ASCII and UTF-8 text, bytes and lists of bytes, one after the other. */
export const join = (...parts: (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "utf8") : part)));

export const u8 = (n: number): Buffer => Buffer.of(n);

export function u16(n: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(n);
  return bytes;
}

export function u32(n: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
}

export const sha512 = (bytes: Uint8Array): Buffer => createHash("sha512").update(bytes).digest();

/** Fixed bytes with a name, which stand where a device would draw random ones. */
export const fixed = (name: string, length: number): Buffer =>
  sha512(join("wijkkit test vector ", name)).subarray(0, length);

export const hkdf = (key: Uint8Array, salt: Uint8Array, info: Uint8Array | string): Buffer =>
  Buffer.from(hkdfSync("sha512", key, salt, info, 32));

const PKCS8 = {
  ed25519: Buffer.from("302e020100300506032b657004220420", "hex"),
  x25519: Buffer.from("302e020100300506032b656e04220420", "hex"),
};

function privateKey(curve: keyof typeof PKCS8, seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: join(PKCS8[curve], seed), format: "der", type: "pkcs8" });
}

/** The public key of a 32-byte Ed25519 seed or X25519 secret. */
export const publicKey = (curve: keyof typeof PKCS8, seed: Uint8Array): Buffer =>
  createPublicKey(privateKey(curve, seed)).export({ format: "der", type: "spki" }).subarray(-32);

export const signature = (seed: Uint8Array, ...message: (string | Uint8Array)[]): Buffer =>
  sign(null, join(...message), privateKey("ed25519", seed));

/** A copy of a value with every Buffer as lower-case hex. */
export const hexed = (fields: Record<string, Buffer | string | number>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString("hex") : value]),
  );

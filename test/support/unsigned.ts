import { createHash } from "node:crypto";
import { type Body, type Operation, spaceOf } from "@wijkkit/identity";

const digest = (text: string): string => createHash("sha512").update(text).digest("hex").slice(0, 64);

/** A key by name, hex: for what reads keys and verifies nothing. */
export const keyOf = (name: string): string => digest(`key of ${name}`);

/** Any 64 bytes as a proof, hex: the reducer leaves proofs to `readOperation`. */
export const PROOF = "00".repeat(64);

/** Keys that a member shows beside their identity. */
export const keysOf = (name: string) => {
  return { box: keyOf(`box ${name}`), recovery: keyOf(`recovery ${name}`), operator: keyOf(`operator ${name}`) };
};

/** The first epoch, hex. */
export const EPOCH = digest("the first epoch").slice(0, 16);

export const ROOT = keyOf("the root");
export const SPACE = spaceOf(Buffer.from(ROOT, "hex"));

/** An operation as `readOperation` hands it on, without the price of signing it. */
export function unsigned(author: string, parents: readonly Operation[], body: Body, salt = 0): Operation {
  const hashes = parents.map(({ hash }) => hash);
  const hash = digest(JSON.stringify([author, hashes, body, salt]));
  return { hash, author, parents: hashes, body, bytes: new Uint8Array(0) };
}

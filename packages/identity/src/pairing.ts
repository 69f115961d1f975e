import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import nacl from "tweetnacl";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { boxKeys, type KeyPair, type Random, SEED_LENGTH } from "./keys.ts";
import { labelled } from "./label.ts";

/** `empty`: nothing there. `form`: no text of ours, cut or mistyped. `key`: for another device, or altered. */
export type PairingRefusal = "empty" | "form" | "key";

const KEY = 32;
const CHECKSUM = 4;
const NONCE = nacl.box.nonceLength;
/** Longest text that is read, in characters. */
const TEXT_LIMIT = 32_768;

/** What a new device shows: its X25519 keys, made for this once, and their public half as text. */
export function askToPair(random: Random): { readonly keys: KeyPair; readonly text: string } {
  const keys = boxKeys(random(SEED_LENGTH));
  return { keys, text: toBase64url(concatBytes(keys.public, checksum(keys.public))) };
}

/** The new device's public key, 32 bytes. White space around it is ignored. */
export function readPairing(text: string): { readonly device: Uint8Array } | { readonly reason: PairingRefusal } {
  const bytes = decoded(text);
  if ("reason" in bytes) return bytes;
  const device = bytes.content.slice(0, KEY);
  const sum = checksum(device);
  const isSound = bytes.content.length === KEY + CHECKSUM && sum.every((byte, n) => byte === bytes.content[KEY + n]);
  return isSound ? { device } : { reason: "form" };
}

/**
 * Twelve digits by which two people see that they speak of one device: 40 bits, so that who passes the text on would
 * have to try a million million keys to have the same.
 */
export function pairingNumber(device: Uint8Array): string {
  const digest = sha512(labelled("pairing", device));
  const value = digest.subarray(0, 5).reduce((sum, byte) => sum * 256 + byte, 0);
  const digits = String(value).padStart(12, "0").slice(-12);
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].join(" ");
}

/** What the old device answers: `content` sealed to the new one, as text. */
export function answerPairing(random: Random, device: Uint8Array, content: Uint8Array): string {
  const own = boxKeys(random(SEED_LENGTH));
  const nonce = random(NONCE);
  return toBase64url(concatBytes(own.public, nonce, nacl.box(content, nonce, device, own.secret)));
}

/** What was answered to the device with these keys. */
export function openPairing(
  text: string,
  keys: KeyPair,
): { readonly content: Uint8Array } | { readonly reason: PairingRefusal } {
  const bytes = decoded(text);
  if ("reason" in bytes) return bytes;
  const { content: sealed } = bytes;
  if (sealed.length < KEY + NONCE + nacl.box.overheadLength) return { reason: "form" };
  const [other, nonce] = [sealed.subarray(0, KEY), sealed.subarray(KEY, KEY + NONCE)];
  const content = nacl.box.open(sealed.subarray(KEY + NONCE), nonce, other, keys.secret);
  return content === null ? { reason: "key" } : { content };
}

function decoded(text: string): { readonly content: Uint8Array } | { readonly reason: PairingRefusal } {
  const trimmed = text.length <= TEXT_LIMIT ? text.trim() : "";
  if (trimmed === "") return { reason: text === "" || text.trim() === "" ? "empty" : "form" };
  const content = fromBase64url(trimmed);
  return content === undefined ? { reason: "form" } : { content };
}

function checksum(device: Uint8Array): Uint8Array {
  return sha512(labelled("pair", device)).subarray(0, CHECKSUM);
}

import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { labelled } from "./label.ts";
import { isName } from "./name.ts";

/** What an invitation carries. Whoever holds it can read the space. */
export interface Link {
  /** Root public key, 32 bytes. */
  readonly root: Uint8Array;
  /** Epoch secret, 32 bytes. */
  readonly secret: Uint8Array;
  /** Seed of the invitation key, 32 bytes. */
  readonly invitation: Uint8Array;
  /** First 8 bytes of the inviter's identity. */
  readonly inviter: Uint8Array;
  /** What to call the space before its log is read, 1 to 60 characters. */
  readonly name: string;
  /** Absolute http(s) or ws(s) address of a relay; empty for none but the site's own. */
  readonly relay: string;
}

/** `version`: whole, but of a later version of the kit. `content`: whole, but it says what no link may. */
export type LinkRefusal = "empty" | "cut" | "mistyped" | "version" | "content";

const VERSION = 1;
const KEY = 32;
const INVITER = 8;
const FIXED = 1 + 3 * KEY + INVITER;
const CHECKSUM = 4;
export const RELAY_LIMIT = 200;
/** Longest text of a link. */
export const LINK_LIMIT = 1024;
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Base64url text for behind the `#` of an address. Throws where `readLink` would refuse the content. */
export function writeLink(link: Link): string {
  const { root, secret, invitation, inviter, name, relay } = link;
  const keys = [root, secret, invitation];
  if (keys.some((key) => key.length !== KEY)) throw new RangeError("keys of a link have 32 bytes");
  if (inviter.length !== INVITER) throw new RangeError("a link names 8 bytes of its inviter");
  if (!isName(name) || !isRelay(relay)) throw new RangeError("name or relay of a link");
  const [nameBytes, relayBytes] = [utf8ToBytes(name), utf8ToBytes(relay)];
  const before = concatBytes(
    Uint8Array.of(VERSION),
    ...[...keys, inviter],
    ...[Uint8Array.of(nameBytes.length), nameBytes],
    ...[Uint8Array.of(relayBytes.length), relayBytes],
  );
  return toBase64url(concatBytes(before, checksum(before)));
}

/** Reads a link's text; white space around it is ignored. */
export function readLink(input: string): { link: Link } | { reason: LinkRefusal } {
  const trimmed = input.length <= 2 * LINK_LIMIT ? input.trim() : input;
  if (trimmed === "") return { reason: "empty" };
  if (trimmed.length > LINK_LIMIT) return { reason: "mistyped" };
  const bytes = fromBase64url(trimmed);
  if (bytes === undefined || !isSound(bytes)) return { reason: isCut(trimmed) ? "cut" : "mistyped" };
  if (bytes[0] !== VERSION) return { reason: "version" };
  return readFields(bytes.subarray(0, -CHECKSUM));
}

function readFields(before: Uint8Array): { link: Link } | { reason: LinkRefusal } {
  if (before.length + CHECKSUM !== fullLength(before)) return { reason: "content" };
  const key = (n: number): Uint8Array => before.slice(1 + n * KEY, 1 + (n + 1) * KEY);
  const inviter = before.slice(FIXED - INVITER, FIXED);
  const nameEnd = FIXED + 1 + (before[FIXED] ?? 0);
  try {
    const name = text.decode(before.subarray(FIXED + 1, nameEnd));
    const relay = text.decode(before.subarray(nameEnd + 1));
    if (!isName(name) || !isRelay(relay)) return { reason: "content" };
    return { link: { root: key(0), secret: key(1), invitation: key(2), inviter, name, relay } };
  } catch {
    return { reason: "content" };
  }
}

/** Length that the bytes say a whole link has; more than there are, where they end before they say it. */
function fullLength(bytes: Uint8Array): number {
  const nameEnd = FIXED + 1 + (bytes[FIXED] ?? 0);
  return nameEnd + 1 + (bytes[nameEnd] ?? 0) + CHECKSUM;
}

/** Whether a text is shorter than what it begins with says it is. */
function isCut(input: string): boolean {
  const beginning = fromBase64url(input.slice(0, input.length - (input.length % 4)));
  return beginning !== undefined && input.length < Math.ceil((fullLength(beginning) * 4) / 3);
}

function isSound(bytes: Uint8Array): boolean {
  if (bytes.length <= CHECKSUM) return false;
  const sum = checksum(bytes.subarray(0, -CHECKSUM));
  return sum.every((byte, n) => byte === bytes[bytes.length - CHECKSUM + n]);
}

function isRelay(address: string): boolean {
  if (address === "") return true;
  if (address.length > RELAY_LIMIT || !/^[!-~]+$/.test(address) || !URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return /^(?:https?|wss?):$/.test(protocol) && username === "" && password === "";
}

function checksum(before: Uint8Array): Uint8Array {
  return sha512(labelled("link", before)).subarray(0, CHECKSUM);
}

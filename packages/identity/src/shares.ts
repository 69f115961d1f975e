import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { combine, split } from "shamir-secret-sharing";
import { type Random, SEED_LENGTH } from "./keys.ts";
import { labelled } from "./label.ts";

/** Neighbours who each keep a share, and how many of them bring the card back. */
export const SHARES = 3;
export const SHARES_NEEDED = 2;

/** `form`: no share of ours. `few`: the same one, or fewer than two. `other`: of different cards, or made at different times. */
export type SharesRefusal = "form" | "few" | "other";

const VERSION = 1;
const SET = 4;
const MARK = 4;
const HEAD = 1 + SET + MARK;
/** The secret and the point of its polynomial. */
const POINT = SEED_LENGTH + 1;

/** A card secret (32 bytes) in shares of which one says nothing: `version:u8 set[4] mark[4] point[33]`. */
export async function splitCard(card: Uint8Array, random: Random): Promise<Uint8Array[]> {
  if (card.length !== SEED_LENGTH) throw new RangeError("a card secret has 32 bytes");
  const head = concatBytes(Uint8Array.of(VERSION), random(SET), markOf(card));
  return (await split(card, SHARES, SHARES_NEEDED)).map((point) => concatBytes(head, point));
}

/** The card secret that two shares or more are of. */
export async function joinShares(
  shares: readonly Uint8Array[],
): Promise<{ readonly card: Uint8Array } | { readonly reason: SharesRefusal }> {
  if (shares.some((share) => share.length !== HEAD + POINT || share[0] !== VERSION)) return { reason: "form" };
  const points = new Map(shares.map((share) => [share.at(-1), share.slice(HEAD)]));
  if (points.size < SHARES_NEEDED) return { reason: "few" };
  const heads = new Set(shares.map((share) => share.subarray(0, HEAD).join()));
  if (heads.size > 1) return { reason: "other" };
  const card = await combine([...points.values()]).catch(() => undefined);
  if (card === undefined) return { reason: "form" };
  const mark = shares[0]?.subarray(1 + SET, HEAD);
  return markOf(card).every((byte, n) => byte === mark?.[n]) ? { card } : { reason: "other" };
}

/** Tells that shares are whole and of one card; 32 bits of a hash, of a secret of 256 bits. */
function markOf(card: Uint8Array): Uint8Array {
  return sha512(labelled("shares", card)).slice(0, MARK);
}

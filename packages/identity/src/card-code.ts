import { fromDigits, toDigits } from "./digits.ts";
import { SEED_LENGTH } from "./keys.ts";

/** Crockford's base 32: no I, L, O and U, which are read or heard as something else. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LOOKALIKE: Readonly<Record<string, string>> = { I: "1", L: "1", O: "0" };
/** Bits of a character. */
const WIDTH = 5;
/** Characters of a group that carry the secret; one more checks them. */
const DATA = 4;
const GROUP = DATA + 1;
/** Groups of a code: 52 characters of five bits hold 32 bytes, and four bits that are zero. */
const GROUPS = 13;
/** Longest text that is looked at. */
const TEXT_LIMIT = 1024;

/**
 * Why a text is no card code. `character`: it holds something that no code does. `group`: groups that cannot be
 * right, counted from 1. `length`: all groups that are there are right, but there are too few or too many.
 */
export type CardCodeProblem =
  | { readonly reason: "empty" | "length" }
  | { readonly reason: "character"; readonly character: string }
  | { readonly reason: "group"; readonly groups: readonly number[] };

/** A card secret (32 bytes) to print and type: 13 groups of 5 characters, each with its own check character. */
export function writeCardCode(card: Uint8Array): string {
  if (card.length !== SEED_LENGTH) throw new RangeError("a card secret has 32 bytes");
  const digits = toDigits(card, WIDTH);
  const groups = Array.from({ length: GROUPS }, (_, n) => {
    const data = digits.slice(n * DATA, (n + 1) * DATA);
    return [...data, check(n, data)].map((digit) => ALPHABET[digit]).join("");
  });
  return groups.join(" ");
}

/** Reads what was typed or scanned, in small or large letters, with or without spaces and hyphens. */
export function readCardCode(text: string): { readonly card: Uint8Array } | CardCodeProblem {
  const digits: number[] = [];
  for (const character of text.slice(0, TEXT_LIMIT)) {
    if (/[\s-]/.test(character)) continue;
    const upper = character.toUpperCase();
    const digit = ALPHABET.indexOf(LOOKALIKE[upper] ?? upper);
    // Beyond ASCII are ligatures, which become two letters, and letters that only look like these in capitals.
    if (digit < 0 || character > "z") return { reason: "character", character };
    digits.push(digit);
  }
  if (digits.length === 0) return { reason: "empty" };
  const groups = Array.from({ length: Math.ceil(digits.length / GROUP) }, (_, n) =>
    digits.slice(n * GROUP, (n + 1) * GROUP),
  );
  const wrong = groups.flatMap((group, n) => (n < GROUPS && !isSound(n, group) ? [n + 1] : []));
  const isWhole = digits.length === GROUPS * GROUP;
  // After a character too few or too many every later group is wrong as well: the first is where to look.
  if (wrong.length > 0) return { reason: "group", groups: isWhole ? wrong : wrong.slice(0, 1) };
  if (!isWhole) return { reason: "length" };
  const data = groups.flatMap((group) => group.slice(0, DATA));
  const card = fromDigits(data, WIDTH);
  return card === undefined ? { reason: "group", groups: [GROUPS] } : { card };
}

function isSound(n: number, group: readonly number[]): boolean {
  return group.length === GROUP && check(n, group.slice(0, DATA)) === group[DATA];
}

/**
 * A sum over GF(32) in which every character, and the group's place, has a weight of its own: any one wrong
 * character, any two swapped and any group in another's place give another sum.
 */
function check(n: number, data: readonly number[]): number {
  let sum = n;
  for (const digit of data) sum = double(sum) ^ digit;
  return double(sum);
}

/** Times x, modulo x⁵ + x² + 1. */
function double(value: number): number {
  const shifted = value << 1;
  return (shifted & 32) === 0 ? shifted : shifted ^ 0b100101;
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { filesIn } from "./repository.ts";

const LETTERS = "bcdfghjklmnpqrstvwxz";

/** A word for one field that is nowhere by chance, and shares no run of letters with another, so that compression leaves it whole. */
export function canary(field: string): string {
  const bytes = createHash("sha256").update(field).digest().subarray(0, 16);
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
}

/** Every form in which a word could lie about: UTF-8, UTF-16, hex, and base64 at each of its three offsets. */
function forms(word: string): Buffer[] {
  const utf8 = Buffer.from(word, "utf8");
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), utf8]).toString("base64");
    return text.slice(offset === 0 ? 0 : 4, -4);
  });
  const texts = [
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    utf8.toString("hex"),
  ];
  return [utf8, Buffer.from(word, "utf16le"), ...texts.map((text) => Buffer.from(text))];
}

/** The words that occur in these bytes, in any form. */
export function foundIn(bytes: Uint8Array, words: readonly string[]): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return words.filter((word) => forms(word).some((form) => buffer.includes(form)));
}

/** `path: word` for every file under `folder` that holds a word, in its bytes or its name. */
export function foundUnder(folder: string, words: readonly string[]): string[] {
  const found: string[] = [];
  for (const path of filesIn(folder)) {
    const bytes = Buffer.concat([Buffer.from(path), readFileSync(path)]);
    for (const word of foundIn(bytes, words)) found.push(`${path}: ${word}`);
  }
  return found;
}

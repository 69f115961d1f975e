import { readFileSync } from "node:fs";
import type { Place } from "./content-dir.ts";
import type { Mistake } from "./mistake.ts";

/** One text of content, in bytes: the longest answer is a tenth of it. */
export const MAX_TEXT = 256 * 1024;

/**
 * What no text needs: control characters, and marks that turn the direction of text so that what is read is not
 * what stands there (Unicode bidirectional controls).
 */
const HIDDEN = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

const lineAt = (text: string, index: number) => text.slice(0, index).split("\n").length;

/** The text of a file with line ends as `\n`, or what is wrong with it. */
export function readText({ path, file }: Place): { text: string } | { mistake: Mistake } {
  const bytes = readFileSync(path);
  if (bytes.length > MAX_TEXT) {
    const found = `${Math.round(bytes.length / 1024)} KiB`;
    return { mistake: { file, found, expected: `een tekst van hoogstens ${MAX_TEXT / 1024} KiB` } };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, "\n");
  } catch {
    return {
      mistake: { file, found: "tekens die niet te lezen zijn", expected: "een bestand dat is bewaard als UTF-8" },
    };
  }
  const hidden = HIDDEN.exec(text);
  if (hidden) {
    const code = hidden[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    const expected = "alleen tekens die je kunt zien. Haal dit teken weg, of typ de regel opnieuw";
    return {
      mistake: { file, line: lineAt(text, hidden.index), found: `een onzichtbaar teken (U+${code})`, expected },
    };
  }
  return { text };
}

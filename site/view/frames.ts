/** Characters of a text in one code: what a phone's camera reads from a phone's screen. */
export const FRAME_LIMIT = 480;
/** Most codes of one text. */
export const FRAMES_LIMIT = 64;

const PART = /^wijk:([0-9a-z]{7}):(\d{1,2}):(\d{1,2}):/;

/** A text in as many codes as it needs, to be shown by turns; one that fits stands as it is. Empty: too long. */
export function framesOf(text: string): string[] {
  if (text.length <= FRAME_LIMIT) return [text];
  const of = Math.ceil(text.length / FRAME_LIMIT);
  if (of > FRAMES_LIMIT) return [];
  const head = `wijk:${markOf(text)}`;
  return Array.from({ length: of }, (_, n) => {
    return `${head}:${n + 1}:${of}:${text.slice(n * FRAME_LIMIT, (n + 1) * FRAME_LIMIT)}`;
  });
}

/** How far a text has come in. */
export interface Gathered {
  readonly have: number;
  readonly of: number;
  /** The whole text, once it is there. */
  readonly text?: string;
}

/** Puts a text together from codes that come in any order, some of them often. A part of another text begins anew. */
export class Gathering {
  #head = "";
  #parts = new Map<number, string>();

  take(scanned: string): Gathered {
    const [part, mark = "", n = "", count = ""] = PART.exec(scanned) ?? [];
    const [at, of] = [Number(n), Number(count)];
    if (part === undefined || at < 1 || at > of || of > FRAMES_LIMIT) return { have: 1, of: 1, text: scanned };
    const head = `${mark} ${of}`;
    if (head !== this.#head) this.#parts = new Map();
    this.#head = head;
    this.#parts.set(at, scanned.slice(part.length, part.length + FRAME_LIMIT));
    if (this.#parts.size < of) return { have: this.#parts.size, of };
    const text = Array.from({ length: of }, (_, each) => this.#parts.get(each + 1)).join("");
    if (markOf(text) === mark) return { have: of, of, text };
    this.#parts = new Map();
    return { have: 0, of };
  }
}

/** FNV-1a, 32 bits: tells parts of different texts apart, and stops nobody who means it. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, "0");
}

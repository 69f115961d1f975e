/** One mistake in the content, for who writes it: where, what was found, what is expected. */
export interface Mistake {
  /** Path from the project's root, `content/vragen/slaap.md`. */
  file: string;
  /** Counted from 1; left out when the file as a whole is wrong. */
  line?: number | undefined;
  /** Field in the front matter or list, `verwijzingen › 2 › naam`. */
  field?: string | undefined;
  found: string;
  expected: string;
}

/** The mistake as one Dutch sentence. */
export function sentence({ file, line, field, found, expected }: Mistake): string {
  const where = [file, ...(line === undefined ? [] : [`regel ${line}`]), ...(field ? [`veld "${field}"`] : [])];
  return `${where.join(", ")}: gevonden ${found}, verwacht ${expected}.`;
}

/** Stops the build; its message is the sentences, one a line. */
export class ContentMistake extends Error {
  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(sentence).join("\n"));
    this.name = "ContentMistake";
    // Who writes markdown has nothing to look for in our code.
    this.stack = "";
  }
}

/** What stands there, short and on one line. */
export function quoted(value: unknown): string {
  if (value === undefined || value === null) return "niets";
  if (Array.isArray(value)) return value.length === 0 ? "een lege lijst" : `een lijst van ${value.length}`;
  if (typeof value === "object") return "een groep velden";
  if (typeof value !== "string") return String(value);
  if (value.trim() === "") return "een lege tekst";
  const flat = value.replace(/\s+/gu, " ").trim();
  return `"${flat.length > 60 ? `${flat.slice(0, 57)}…` : flat}"`;
}

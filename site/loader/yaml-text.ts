import { type Document, type ErrorCode, isMap, isNode, isPair, LineCounter, parseDocument } from "yaml";
import type { Mistake } from "./mistake.ts";

/** YAML that was read, and the line of each field in its file. */
export interface YamlText {
  data: unknown;
  /** Line of the field at `path`, or of the nearest thing around it that stands in the file. */
  lineOf(path: readonly PropertyKey[]): number;
}

function nodeAt(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(path.at(-1)));
    if (pair && isNode(pair.key)) return pair.key.range?.[0];
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

const QUOTES = `dubbele aanhalingstekens om een tekst die met een leesteken begint, zoals waarvoor: "'s Avonds open"`;
const ALIAS = "een tekst zonder & of * aan het begin, of tussen aanhalingstekens";

/** By the parser's own error codes. */
const EXPECTED: Partial<Record<ErrorCode, string>> = {
  BAD_SCALAR_START: QUOTES,
  MISSING_CHAR: QUOTES,
  UNEXPECTED_TOKEN: QUOTES,
  BAD_ALIAS: ALIAS,
  BLOCK_AS_IMPLICIT_KEY: 'aanhalingstekens om een tekst met een dubbele punt, zoals naam: "Wijk 7: Zuid"',
  DUPLICATE_KEY: "elk veld één keer",
  TAB_AS_INDENT: "spaties aan het begin van een regel, geen tabs",
};

/**
 * Reads YAML 1.2. No aliases: content never needs them, and they can grow without end.
 * @param before lines that stand in the file before `text`.
 */
export function readYaml(text: string, file: string, before = 0): YamlText | { mistake: Mistake } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, version: "1.2" });
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    // A quote that is not closed is found at the end; what has to change is where it opens.
    const last = isMap(document.contents) ? document.contents.items.at(-1) : undefined;
    const open = error.code === "MISSING_CHAR" && isNode(last?.value) ? last.value.range?.[0] : undefined;
    const line = before + lines.linePos(open ?? error.pos[0]).line;
    const expected = EXPECTED[error.code] ?? "per regel een veld: naam, dubbele punt, spatie, tekst";
    const found = "een regel die niet te lezen is";
    return {
      mistake: { file, line, found, expected },
    };
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: 0 });
    return {
      data,
      lineOf(path) {
        for (let depth = path.length; depth > 0; depth -= 1) {
          const offset = nodeAt(document, path.slice(0, depth));
          if (offset !== undefined) return before + lines.linePos(offset).line;
        }
        return before + 1;
      },
    };
  } catch {
    return { mistake: { file, line: before + 1, found: "een verwijzing met & of *", expected: ALIAS } };
  }
}

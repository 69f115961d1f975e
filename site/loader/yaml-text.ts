import { type Document, isMap, isNode, isPair, LineCounter, parseDocument } from "yaml";
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

const REASONS: [RegExp, string][] = [
  [/unique/i, "elk veld één keer"],
  [/quote/i, "een aanhalingsteken aan het begin én aan het eind"],
  [/nested mappings/i, 'aanhalingstekens om een tekst met een dubbele punt, zoals naam: "Wijk 7: Zuid"'],
  [/tab/i, "spaties aan het begin van een regel, geen tabs"],
  [/alias|anchor/i, "een tekst zonder & of * aan het begin, of tussen aanhalingstekens"],
];

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
    const expected = REASONS.find(([pattern]) => pattern.test(error.message))?.[1];
    const found = "iets dat geen geldige YAML is";
    return {
      mistake: { file, line, found, expected: expected ?? "per regel een veld: naam, dubbele punt, spatie, tekst" },
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
    return { mistake: { file, line: before + 1, found: "een verwijzing met & of *", expected: REASONS[4]?.[1] ?? "" } };
  }
}

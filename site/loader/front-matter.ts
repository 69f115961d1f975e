import type { Mistake } from "./mistake.ts";
import { readYaml, type YamlText } from "./yaml-text.ts";

/** A markdown file in its two parts. */
export interface FrontMatter extends YamlText {
  body: string;
  /** Lines of the file before the body. */
  bodyAfter: number;
}

const FENCE = /^---[ \t]*$/;

/** Splits `text` into the fields between the two lines of `---`, and the text below them. */
export function readFrontMatter(text: string, file: string): FrontMatter | { mistake: Mistake } {
  const lines = text.split("\n");
  const expected = "bovenaan een regel met drie streepjes (---), dan de velden, dan weer drie streepjes";
  if (!FENCE.test(lines[0] ?? "")) return { mistake: { file, line: 1, found: "geen velden boven de tekst", expected } };
  const end = lines.findIndex((line, nth) => nth > 0 && FENCE.test(line));
  if (end === -1) return { mistake: { file, line: 1, found: "geen einde van de velden", expected } };
  const yaml = readYaml(lines.slice(1, end).join("\n"), file, 1);
  if ("mistake" in yaml) return yaml;
  return { ...yaml, body: lines.slice(end + 1).join("\n"), bodyAfter: end + 1 };
}

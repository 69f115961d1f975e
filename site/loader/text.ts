import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TextKind } from "../schema/kinds.ts";
import type { Place } from "./content-dir.ts";
import { checked } from "./expectation.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { Mistake } from "./mistake.ts";
import { type Rendered, renderPlain } from "./plain-markdown.ts";
import { readText } from "./text-file.ts";
import type { YamlText } from "./yaml-text.ts";

/** One markdown file that was read. */
export interface Text extends Place {
  /** Its file name without `.md`: its address. */
  slug: string;
  data: Readonly<Record<string, unknown>>;
  body: string;
  rendered: Rendered;
  lineOf: YamlText["lineOf"];
  /** Lines of the file above the body. */
  bodyAfter: number;
}

/** Name of a text in its address. */
export const slugOf = (path: string): string => basename(path, ".md");

/**
 * Reads one text, as far as it can be judged without the others.
 * @param images paths of the photos there are
 */
export async function readOne(
  place: Place,
  images: ReadonlySet<string>,
  { schema }: TextKind,
): Promise<Text | { mistakes: Mistake[] }> {
  const { path, file } = place;
  const read = readText(place);
  if ("mistake" in read) return { mistakes: [read.mistake] };
  const parts = readFrontMatter(read.text, file);
  if ("mistake" in parts) return { mistakes: [parts.mistake] };
  const { body, bodyAfter, lineOf } = parts;
  const fields = checked(file, parts, schema);
  const rendered = await renderPlain(body, pathToFileURL(path), (name) => images.has(join(dirname(path), name)));
  const inBody = rendered.mistakes.map((one) => ({ ...one, file, line: one.line + bodyAfter }));
  const mistakes = [...("mistakes" in fields ? fields.mistakes : []), ...inBody];
  if ("mistakes" in fields || mistakes.length > 0) return { mistakes };
  return {
    slug: slugOf(path),
    path,
    file,
    data: fields.data as Record<string, unknown>,
    body,
    rendered,
    lineOf,
    bodyAfter,
  };
}

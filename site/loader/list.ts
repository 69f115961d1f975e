import { lstatSync } from "node:fs";
import type { z } from "astro/zod";
import type { Place } from "./content-dir.ts";
import { checked } from "./expectation.ts";
import type { Mistake } from "./mistake.ts";
import { readText } from "./text-file.ts";
import { readYaml } from "./yaml-text.ts";

/** A YAML file by its schema; undefined when it is not there. */
export function readList(
  { path, file }: Place,
  schema: z.ZodType,
): { data: unknown } | { mistakes: Mistake[] } | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (!stat.isFile()) {
    return { mistakes: [{ file, found: "iets dat geen gewoon bestand is", expected: "een gewoon bestand" }] };
  }
  const read = readText({ path, file });
  if ("mistake" in read) return { mistakes: [read.mistake] };
  const yaml = readYaml(read.text, file);
  return "mistake" in yaml ? { mistakes: [yaml.mistake] } : checked(file, yaml, schema);
}

import type { z } from "astro/zod";
import { type Mistake, quoted } from "./mistake.ts";
import type { YamlText } from "./yaml-text.ts";

type Issue = z.core.$ZodIssue;

const KINDS: Record<string, string> = {
  string: "een tekst",
  number: "een getal",
  int: "een heel getal",
  boolean: "true of false",
  array: "een lijst",
  object: "een groep velden",
  date: "een datum",
};

const UNITS: Record<string, string> = { string: " tekens", array: " regels" };

const FORMATS: Record<string, string> = {
  date: "een datum die bestaat, als 2026-11-26",
  time: 'een tijd als "14:00"',
  url: "een adres dat met https:// begint",
};

const choice = (values: readonly unknown[]) =>
  values
    .map(String)
    .join(", ")
    .replace(/, ([^,]*)$/, " of $1");

function size(issue: Issue & { code: "too_big" | "too_small" }): string {
  const bound = issue.code === "too_big" ? `hoogstens ${issue.maximum}` : `minstens ${issue.minimum}`;
  const unit = UNITS[issue.origin] ?? "";
  if (issue.origin === "string") return `een tekst van ${bound}${unit}`;
  return issue.origin === "array" ? `een lijst van ${bound}${unit}` : `${bound}`;
}

/** What a schema's refusal expects, in Dutch. */
function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "too_big":
    case "too_small":
      return size(issue);
    case "invalid_value":
      return choice(issue.values);
    case "invalid_format":
      return FORMATS[issue.format] ?? issue.message;
    default:
      return issue.message;
  }
}

interface Described {
  description?: string | undefined;
  shape?: Readonly<Record<string, z.ZodType>>;
  element?: z.ZodType;
  valueType?: z.ZodType;
  unwrap?: () => z.ZodType;
}

/** The schema's own words about the field at `path`; they stand on the field, see `site/schema/`. */
function described(schema: z.ZodType, path: readonly PropertyKey[]): { words?: string | undefined; fields: string[] } {
  let at = schema as unknown as Described;
  let words: string | undefined;
  const open = () => {
    words = at.description ?? words;
    while (at.unwrap && !at.shape && !at.element) {
      at = at.unwrap() as unknown as Described;
      words = at.description ?? words;
    }
  };
  open();
  for (const key of path) {
    const next = typeof key === "number" ? at.element : (at.shape?.[String(key)] ?? at.valueType);
    if (!next) return { words, fields: [] };
    at = next as unknown as Described;
    words = undefined;
    open();
  }
  return { words, fields: Object.keys(at.shape ?? {}) };
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}

const named = (path: readonly PropertyKey[]) =>
  path.map((key) => (typeof key === "number" ? String(key + 1) : String(key))).join(" › ");

function mistakesFor(issue: Issue, file: string, yaml: YamlText, schema: z.ZodType): Mistake[] {
  const { path } = issue;
  const { words, fields } = described(schema, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const field = [...path, key];
      const found = "een onbekend veld";
      return { file, line: yaml.lineOf(field), field: named(field), found, expected: choice(fields) };
    });
  }
  const found = quoted(valueAt(yaml.data, path));
  const expected = `${expectation(issue)}${words ? ` (${words})` : ""}`;
  return [{ file, line: yaml.lineOf(path), field: named(path), found, expected }];
}

/** What `yaml` holds, by its schema; or one mistake per field the schema refuses, with its line. */
export function checked(file: string, yaml: YamlText, schema: z.ZodType): { data: unknown } | { mistakes: Mistake[] } {
  const { error, data } = schema.safeParse(yaml.data);
  if (!error) return { data };
  const byField = Map.groupBy(error.issues, ({ path }) => named(path));
  const mistakes = [...byField.values()].flatMap(([first]) => (first ? mistakesFor(first, file, yaml, schema) : []));
  return { mistakes };
}

import ts from "typescript";
import { expect, test } from "vitest";
import { filesUnder, textOf } from "./support/repository.ts";

const RULE = /^- \*\*([A-Z]{2}\d+)\*\* \S/gm;
const CITED = /\[([A-Z]{2}\d+(?:, ?[A-Z]{2}\d+)*)\]/g;

const everything = ["packages", "site", "test"].flatMap(filesUnder);
const specs = everything.filter((path) => path.endsWith("/SPEC.md"));

/** Rule ids, each with the specs that have it. */
function rules(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of specs) {
    for (const [, id = ""] of textOf(path).matchAll(RULE)) found.set(id, [...(found.get(id) ?? []), path]);
  }
  return found;
}

/** `test`, for `test(…)`, `test.for(…)(…)` and the like. */
function caller(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return caller(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return caller(node.tag);
  return "";
}

function titles(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ["test", "it", "describe"].includes(caller(node.expression))) {
      const title = node.arguments[0];
      if (title && ts.isStringLiteralLike(title)) found.push(title.text);
      else if (title && ts.isTemplateExpression(title)) found.push(title.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true));
  return found;
}

/** Ids cited in test titles, each with the files that cite it. */
function citations(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of everything.filter((file) => /\.test\.tsx?$|^test\/.*\.ts$/.test(file))) {
    for (const title of titles(path)) {
      for (const [, ids = ""] of title.matchAll(CITED)) {
        for (const id of ids.split(/, ?/)) found.set(id, [...(found.get(id) ?? []), path]);
      }
    }
  }
  return found;
}

test("every package and the site have a SPEC.md with rules", () => {
  const packages = new Set(everything.flatMap((path) => path.match(/^packages\/[^/]+(?=\/src\/)/) ?? []));
  for (const folder of [...packages, "site"]) expect(specs).toContain(`${folder}/SPEC.md`);
  for (const path of specs) expect(textOf(path), path).toMatch(RULE);
});

test("an id names one rule", () => {
  expect([...rules()].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

test("every rule has a test that cites it", () => {
  const cited = citations();
  expect([...rules().keys()].filter((id) => !cited.has(id))).toEqual([]);
});

test("every cited id is a rule", () => {
  const known = rules();
  expect([...citations()].filter(([id]) => !known.has(id))).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readWords } from "../build/words.ts";
import { phrases } from "./phrase.ts";

const folder = fileURLToPath(new URL("../../content/words/", import.meta.url));
const view = fileURLToPath(new URL(".", import.meta.url));

const languages = new Map(
  readdirSync(folder)
    .filter((name) => /^\w+\.yaml$/.test(name))
    .map((name) => [name.replace(".yaml", ""), readWords(readFileSync(folder + name, "utf8"), name)] as const),
);
const dutch = languages.get("nl") ?? {};

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

const source = readdirSync(view, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("test"))
  .map((name) => readFileSync(view + name, "utf8"))
  .join("\n");

/** Keys as they stand in the source; a template's hole stands for one part of a key. */
const used = [...source.matchAll(/["`]([a-z][\w-]*(?:\.(?:[\w-]+|\$\{[^}]+\}))*)["`]/gi)].map(
  ([, key = ""]) =>
    new RegExp(`^${key.replaceAll(".", "\\.").replace(/\$\{[^}]+\}/g, "[\\w-]+")}(\\.(one|two|few|many|other))?$`),
);

test("[SI30] every language has the same keys, with the same things to fill in", () => {
  expect(languages.size).toBeGreaterThan(1);
  for (const [language, words] of languages) {
    expect(Object.keys(words).sort(), language).toEqual(Object.keys(dutch).sort());
    for (const [key, text] of Object.entries(words)) expect(holes(text), key).toEqual(holes(dutch[key] ?? ""));
  }
});

test("[SI30] every key is used", () => {
  const idle = Object.keys(dutch).filter((key) => !used.some((pattern) => pattern.test(key)));
  expect(idle).toEqual([]);
});

test("[SI30] every key that the view names has words", () => {
  const asked = [...source.matchAll(/\b(?:word|count)\(\s*"([^"]+)"/g)].map(([, key = ""]) => key);
  expect(asked.length).toBeGreaterThan(50);
  const silent = asked.filter((key) => !(key in dutch) && !(`${key}.other` in dutch));
  expect(silent).toEqual([]);
});

test("[SI30] a number chooses its form by the language's own rules", () => {
  const { count } = phrases({ "n.one": "{n} buur", "n.other": "{n} buren in {wijk}" }, "nl");
  expect(count("n", 1)).toBe("1 buur");
  expect(count("n", 1200, { wijk: "Oost" })).toBe("1.200 buren in Oost");
  const polish = phrases({ "n.few": "{n} domy", "n.other": "{n} domu" }, "pl");
  expect(polish.count("n", 3)).toBe("3 domy");
  expect(polish.count("n", 5)).toBe("5 domu");
});

test("[SI30] words that are filled in are not filled in again", () => {
  const { word } = phrases({ hello: "Dag {name}, in {wijk}" }, "nl");
  expect(word("hello", { name: "{wijk}", wijk: "$1" })).toBe("Dag {wijk}, in $1");
});

test("[SI30] a key without words is our mistake, and says which", () => {
  expect(() => phrases({}, "nl").word("gone")).toThrow("no words for gone in nl");
});

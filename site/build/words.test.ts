import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { part, readWords } from "./words.ts";

const FOLDER = "content/words";
const read = (file: string) => readWords(readFileSync(`${FOLDER}/${file}`, "utf8"), file);

test("[SI18] every language has the same keys", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));
  for (const kind of ["", "site."]) {
    const ours = files.filter(
      (file) => /^(site\.)?[a-z-]+\.yaml$/.test(file) && file.startsWith("site.") === (kind !== ""),
    );
    const dutch = Object.keys(read(`${kind}nl.yaml`)).sort();
    expect(dutch.length).toBeGreaterThan(0);
    for (const file of ours) expect(Object.keys(read(file)).sort(), file).toEqual(dutch);
  }
});

test("[SI18] a word file that is no flat list of texts stops the build, and says where", () => {
  expect(readWords("a: een\nb.c: twee", "nl.yaml")).toEqual({ a: "een", "b.c": "twee" });
  expect(readWords("", "nl.yaml")).toEqual({});
  expect(() => readWords("a:\n  b: c", "nl.yaml")).toThrow('nl.yaml: "a"');
  expect(() => readWords("ja: yes\nnee: 112", "nl.yaml")).toThrow('nl.yaml: "nee" is 112');
  expect(() => readWords("a: een\na: twee", "nl.yaml")).toThrow(/unique/);
  expect(() => readWords("- a", "nl.yaml")).toThrow("nl.yaml");
});

test("[SI18] a word stands in the first part or in the later one, and never in both", () => {
  const words = read("nl.yaml");
  const [first, later] = [part(words, false), part(words, true)];
  expect({ ...first, ...later }).toEqual(words);
  expect(Object.keys(first).length + Object.keys(later).length).toBe(Object.keys(words).length);
  expect(Object.keys(later).length).toBeGreaterThan(100);
});

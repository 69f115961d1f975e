import { expect, test } from "vitest";
import { filesUnder, textOf } from "./support/repository.ts";

const files = ["packages", "site", "test"].flatMap(filesUnder).filter((path) => /\.(ts|tsx|astro|css)$/.test(path));
const sources = files.filter((path) => /^(packages|site)\//.test(path) && !/\.test\.tsx?$/.test(path));
const lines = (path: string) => textOf(path).trimEnd().split("\n").length;

function quantile(numbers: readonly number[], part: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * part)] ?? 0;
}

test("no file is over 300 lines", () => {
  expect(files.map((path) => `${path}: ${lines(path)}`).filter((_, i) => lines(files[i] ?? "") > 300)).toEqual([]);
});

test("half of the sources are under 80 lines, nine of ten under 250", () => {
  const counts = sources.map(lines);
  expect(quantile(counts, 0.5)).toBeLessThan(80);
  expect(quantile(counts, 0.9)).toBeLessThan(250);
});

test("no folder or file is a drawer", () => {
  const all = ["packages", "site", "test", "content"].flatMap(filesUnder);
  expect(all.filter((path) => /\/(utils?|helpers?|common)(\/|\.)/.test(path))).toEqual([]);
});

test("markup imports nothing of ours but what the site itself has", () => {
  const law = /^\s*import .*"(@wijkkit\/[^"]*|[^"]*packages\/[^"]*)"/m;
  expect(files.filter((path) => path.endsWith(".astro") && law.test(textOf(path)))).toEqual([]);
});

test("no source uses Math.random, an enum, or a skipped test", () => {
  const never = /\bMath\.random\(|^\s*(export )?(const )?enum |\b(test|it|describe)\.(skip|todo|only)\b/m;
  const own = "test/house.test.ts";
  expect(files.filter((path) => path !== own && never.test(textOf(path)))).toEqual([]);
});

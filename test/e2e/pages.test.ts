import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { filesUnder as built } from "../../site/build/files.ts";
import { tagsOf } from "../../site/build/html.ts";
import { brokenLinks } from "../../site/build/links.ts";
import { judgeLive, judgeReading } from "../../site/build/page-rules.ts";
import { readingPages, weighLive, weighPage } from "../../site/build/weigh.ts";
import { filesUnder, ROOT, textOf } from "../support/repository.ts";

const DIST = join(ROOT, "dist");
const html = (page: string) => readFileSync(join(DIST, page), "utf8");

describe("every page of the built leeszone", () => {
  const pages = readingPages(DIST);

  test("[SI1, SI2, SI3, SI4, SI6] keeps the rules of its markup", () => {
    expect(pages.length).toBeGreaterThan(8);
    for (const page of pages) expect(judgeReading(html(page)), page).toEqual([]);
  });

  test("[SI4, SI5] has one stylesheet and keeps its budget", () => {
    for (const page of pages) {
      const { parts, findings } = weighPage(DIST, page);
      expect(findings).toEqual([]);
      expect(parts.filter((part) => part.endsWith(".css"))).toHaveLength(1);
    }
  });

  test("[SI7] has no link that leads nowhere", () => {
    expect(brokenLinks(DIST)).toEqual([]);
  });

  test("[SI8] says who is responsible under the AVG, or that nobody has filled it in", () => {
    const { verantwoordelijke } = parse(textOf("content/wijk.yaml")) as { verantwoordelijke?: { naam: string } };
    for (const page of pages) {
      const foot = html(page).split("<footer")[1] ?? "";
      expect(foot).toContain("Verantwoordelijk voor deze site (AVG)");
      expect(foot).toContain(verantwoordelijke?.naam ?? "Nog niet ingevuld");
    }
  });

  test("[SI9] names 112, 113 and the huisartsenpost where health is spoken of", () => {
    const health = filesUnder("content/vragen").filter((path) => /^gezondheid: true$/m.test(textOf(path)));
    expect(health.length).toBeGreaterThan(0);
    for (const path of health) {
      const page = html(`/vragen/${path.replace(/^.*\/|\.md$/g, "")}/index.html`);
      const calls = tagsOf(page).map(({ attributes }) => attributes.get("href"));
      expect(calls).toContain("tel:112");
      expect(calls).toContain("tel:113");
      expect(page).toContain("Huisartsenpost");
    }
  });
});

test("[SI2, SI3, SI4, SI11] the built live page keeps the rules of its markup and its budget", () => {
  expect(judgeLive(html("/wijk/index.html"))).toEqual([]);
  expect(weighLive(DIST).findings).toEqual([]);
});

test("[SI17] every packed file unpacks to the file beside it", () => {
  const files = built(DIST);
  const packed = files.filter((path) => /\.(br|gz)$/.test(path));
  expect(packed.length).toBeGreaterThan(10);
  for (const path of packed) {
    const bytes = readFileSync(join(DIST, path));
    const plain = path.endsWith(".br") ? brotliDecompressSync(bytes) : gunzipSync(bytes);
    expect(plain.equals(readFileSync(join(DIST, path.slice(0, -3)))), path).toBe(true);
  }
});

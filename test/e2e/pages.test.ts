import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { filesUnder as built } from "../../site/build/files.ts";
import { tagsOf } from "../../site/build/html.ts";
import { brokenLinks } from "../../site/build/links.ts";
import { judgeLive, judgeReading, judgeSearch } from "../../site/build/page-rules.ts";
import { heavyPhotos, isSearch, readingPages, weighLive, weighPage } from "../../site/build/weigh.ts";
import { filesUnder, ROOT, textOf } from "../support/repository.ts";

const DIST = join(ROOT, "dist");

/** Every text of ours that has a page of its own, and that page. */
const FOLDERS: Readonly<Record<string, string>> = { aanbod: "markt" };
const TEXTS = filesUnder("content")
  .map((path) => ({
    path,
    parts: /^content\/(?:([a-z]{2})\/)?(vragen|verhalen|aanbod|agenda|wijken)\/(.+)\.md$/.exec(path),
  }))
  .flatMap(({ path, parts }) => {
    if (!parts) return [];
    const [, locale, kind = "", slug] = parts;
    return [{ path, page: `${locale ? `/${locale}` : ""}/${FOLDERS[kind] ?? kind}/${slug}/index.html` }];
  });

const wordsOf = (page: string): Record<string, string> =>
  parse(textOf(`content/words/site.${/^\/(en)\//.exec(page)?.[1] ?? "nl"}.yaml`));

const html = (page: string) => readFileSync(join(DIST, page), "utf8");

describe("every page of the built leeszone", () => {
  const pages = readingPages(DIST);

  test("[SI1, SI2, SI3, SI4, SI6] keeps the rules of its markup", () => {
    expect(pages.length).toBeGreaterThan(8);
    for (const page of pages) expect((isSearch(page) ? judgeSearch : judgeReading)(html(page)), page).toEqual([]);
  });

  test("[SI4, SI5] has one stylesheet and keeps its budget", () => {
    for (const page of pages) {
      const { parts, findings } = weighPage(DIST, page);
      expect(findings).toEqual([]);
      expect(parts.filter((part) => part.endsWith(".css"))).toHaveLength(1);
    }
    expect(heavyPhotos(DIST)).toEqual([]);
  });

  test("[SI7] has no link that leads nowhere", () => {
    expect(brokenLinks(DIST)).toEqual([]);
  });

  test("[SI8] says who is responsible under the AVG, or that nobody has filled it in", () => {
    const { verantwoordelijke } = parse(textOf("content/wijk.yaml")) as { verantwoordelijke?: { naam: string } };
    for (const page of pages) {
      const foot = html(page).split("<footer")[1] ?? "";
      const words = wordsOf(page);
      expect(foot, page).toContain(words.avg);
      expect(foot, page).toContain(verantwoordelijke?.naam ?? words["avg.leeg"]);
    }
  });

  test("[SI9] names 112, 113 and the huisartsenpost where health is spoken of", () => {
    const health = TEXTS.filter(({ path }) => /^gezondheid: true$/m.test(textOf(path)));
    expect(health.length).toBeGreaterThan(5);
    for (const { page } of health) {
      const calls = tagsOf(html(page)).map(({ attributes }) => attributes.get("href"));
      expect(calls, page).toContain("tel:112");
      expect(calls, page).toContain("tel:113");
      expect(html(page), page).toContain("Huisartsenpost");
    }
  });

  test("[SI65] marks stories, offers and events as examples, in lists too", () => {
    const made = TEXTS.filter(({ path }) => /^content\/(verhalen|aanbod|agenda)\//.test(path));
    expect(made.length).toBeGreaterThan(20);
    const badge = '<span class="nl-data-badge">Voorbeeld</span>';
    for (const { path, page } of made) {
      expect(textOf(path), path).toMatch(/^voorbeeld: true$/m);
      expect(html(page).split('class="wk-lead"')[0], page).toContain(badge);
      const address = page.replace("index.html", "");
      const cards = pages
        .flatMap((one) => html(one).split("<li>"))
        .filter((card) => card.includes(`card__link" href="${address}"`));
      expect(cards.length, page).toBeGreaterThan(0);
      for (const card of cards) expect(card, page).toContain(badge);
    }
  });

  test("[SI68] is valid HTML", async () => {
    const loader = new StaticConfigLoader({
      root: true,
      extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
      // A page's files are its own host's: a hash in the page guards against nobody.
      rules: { "require-sri": "off" },
    });
    const validator = new HtmlValidate(loader);
    for (const page of [...pages, "/wijk/index.html"]) {
      const { results } = await validator.validateString(html(page), page);
      const wrong = results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message }) => `${page}: ${ruleId} ${message}`),
      );
      expect(wrong).toEqual([]);
    }
  });
});

describe("what names the pages", () => {
  const { adres } = parse(textOf("content/wijk.yaml")) as { adres: string };
  const addresses = readingPages(DIST)
    .filter((page) => page !== "/404.html")
    .map((page) => adres + page.replace(/index\.html$/, ""));

  test("[SI66] the sitemap has every page for reading, and no other", () => {
    const named = [...html("/sitemap-0.xml").matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
    expect(named.toSorted()).toEqual(addresses.toSorted());
    expect(html("/sitemap-index.xml")).toContain(`${adres}/sitemap-0.xml`);
    expect(html("/robots.txt")).toContain(`Sitemap: ${adres}/sitemap-index.xml`);
  });

  test("[SI66] each language has an Atom and a JSON feed, which every page names and whose links lead somewhere", () => {
    for (const page of readingPages(DIST)) {
      const root = page.startsWith("/en/") ? "/en" : "";
      const feeds = tagsOf(html(page)).filter(({ attributes }) => attributes.get("rel") === "alternate");
      const named = feeds.map(({ attributes }) => attributes.get("href"));
      expect(named, page).toEqual([`${root}/feed.xml`, `${root}/feed.json`]);
    }
    for (const root of ["", "/en"]) {
      const json = JSON.parse(html(`${root}/feed.json`)) as {
        version: string;
        items: { url: string; title: string }[];
      };
      expect(json.version).toMatch(/jsonfeed\.org\/version\/1/);
      const atom = html(`${root}/feed.xml`);
      expect(atom.match(/<entry>/g) ?? []).toHaveLength(json.items.length);
      for (const { url } of json.items) expect(addresses).toContain(url);
    }
    const dutch = JSON.parse(html("/feed.json")) as { items: { title: string }[] };
    expect(dutch.items.length).toBeGreaterThan(20);
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

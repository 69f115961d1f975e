import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { folderOf } from "../../test/support/folder.ts";
import { compressAll } from "./compress.ts";
import { filesUnder } from "./files.ts";
import { brokenLinks } from "./links.ts";
import { BUDGET, weighLive, weighPage } from "./weigh.ts";

// Random hexadecimal digits do not compress below half their length.
const noise = (bytes: number) => randomBytes(bytes).toString("hex");
const PAGE = '<link rel="icon" href="/i.svg"><link rel="stylesheet" href="/a.css">';

test("[SI5] a page is weighed with its stylesheet and icon", () => {
  const dist = folderOf({ "/index.html": PAGE, "/i.svg": "<svg/>", "/a.css": "p{}" });
  const { parts, bytes, findings } = weighPage(dist, "/index.html");
  expect(parts).toEqual(["/index.html", "/i.svg", "/a.css"]);
  expect(bytes).toBeLessThan(300);
  expect(findings).toEqual([]);
});

test("[SI5] a page that is too heavy, asks too often or has script is named", () => {
  const heavy = folderOf({ "/index.html": PAGE, "/i.svg": "<svg/>", "/a.css": noise(BUDGET.page) });
  expect(weighPage(heavy, "/index.html").findings[0]).toMatch(/^\/index\.html: \d+ bytes/);
  const often = folderOf({
    "/index.html": `${PAGE}<link rel="stylesheet" href="/b.css">`,
    "/i.svg": "<svg/>",
    "/a.css": "",
    "/b.css": "",
  });
  expect(weighPage(often, "/index.html").findings).toEqual(["/index.html: 4 requests, at most 3"]);
  const script = folderOf({ "/index.html": "<script>1</script>" });
  expect(weighPage(script, "/index.html").findings).toEqual(["/index.html: has script"]);
});

test("[SI11] the live page's initial script is weighed with its worker, not with what loads later", () => {
  const site = {
    "/wijk/index.html": '<script type="module" src="/m.js"></script>',
    "/m.js": 'new Worker(new URL("/w.js",import.meta.url));import("./late.js")',
    "/w.js": "1",
    "/late.js": `export const x="${noise(BUDGET.script)}"`,
  };
  expect(weighLive(folderOf(site)).findings).toEqual([]);
  const heavy = weighLive(folderOf({ ...site, "/w.js": `export const x="${noise(BUDGET.script)}"` }));
  expect(heavy.findings).toHaveLength(1);
});

test("[SI11] Automerge is found wherever the live page can reach it", () => {
  const dist = folderOf({
    "/wijk/index.html": '<script type="module" src="/m.js"></script>',
    "/m.js": 'import("./late.js")',
    "/late.js": 'throw new Error("Automerge")',
  });
  expect(weighLive(dist).findings).toEqual(["/wijk/index.html: /late.js speaks of Automerge"]);
});

test("[SI17] packed files unpack to the same bytes; what would grow or is no text is left alone", () => {
  const text = "Vraag het je wijk. ".repeat(200);
  const dist = folderOf({ "/a.css": text, "/tiny.js": "1", "/b.png": text, "/d/c.html": text });
  expect(compressAll(dist)).toBe(3);
  expect(filesUnder(dist)).toEqual([
    "/a.css",
    "/a.css.br",
    "/a.css.gz",
    "/b.png",
    "/d/c.html",
    "/d/c.html.gz",
    "/tiny.js",
  ]);
  expect(brotliDecompressSync(readFileSync(join(dist, "a.css.br"))).toString()).toBe(text);
  expect(gunzipSync(readFileSync(join(dist, "a.css.gz"))).toString()).toBe(text);
});

test("[SI7] a link or anchor that leads nowhere is named with its page", () => {
  const dist = folderOf({
    "/index.html": '<a href="/over/">a</a><a href="#deel">b</a><p id="deel"><a href="/wijk/#/mijn">c</a>',
    "/over/index.html": '<a href="/">a</a><a href="/weg/">b</a><a href="/#niets">c</a><a href="tel:112">d</a>',
    "/wijk/index.html": "<p>",
  });
  expect(brokenLinks(dist)).toEqual(["/over/index.html → /weg/", "/over/index.html → /#niets"]);
});

import { expect, test } from "vitest";
import { folderOf } from "../../test/support/folder.ts";
import { liveFiles } from "./integration.ts";
import { mentions, reach } from "./reach.ts";

const PAGE = `<!doctype html><link rel="icon" href="/wijk/icon.svg"><link rel="stylesheet" href="/a/live.css">
  <link rel="apple-touch-icon" href="/wijk/icon-192.png"><script type="module" src="/wijk/a/main.js"></script>`;

const SITE = {
  "/wijk/index.html": PAGE,
  "/wijk/icon.svg": "<svg/>",
  "/wijk/icon-192.png": "png",
  "/a/live.css": "p{}",
  "/wijk/a/main.js":
    'import{x}from"./shared.js";new Worker(new URL("/wijk/a/worker.js",import.meta.url));import("./late.js");x()',
  "/wijk/a/shared.js": "export const x=()=>'./not-a-script-of-ours.js'",
  "/wijk/a/worker.js": 'import"./inner.js"',
  "/wijk/a/inner.js": "postMessage(1)",
  "/wijk/a/late.js": 'export{y}from"./later.js"',
  "/wijk/a/later.js": "export const y=1",
  "/a/other-page.css": "a{}",
  "/over/index.html": "<p>",
};

test("a script's imports, workers and late imports are told apart, and text is none of them", () => {
  const code = `import"./a.js";export*from"./b.js";const t="./c.js";new Worker(new URL(\`./d.js\`,import.meta.url));
    const later=()=>import("./e.js");deps=["_astro/f.js"];`;
  expect(mentions(code)).toEqual({ imported: ["./a.js", "./b.js"], workers: ["./d.js"], lazy: ["./e.js"] });
});

test("the initial script is the page's, what it imports, and its worker", () => {
  const found = reach(folderOf(SITE), "/wijk/index.html");
  expect(found.initial).toEqual(["/wijk/a/main.js", "/wijk/a/shared.js", "/wijk/a/worker.js", "/wijk/a/inner.js"]);
  expect(found.lazy).toEqual(["/wijk/a/late.js", "/wijk/a/later.js"]);
});

test("a script that is both imported at once and on demand counts as initial", () => {
  const dist = folderOf({
    ...SITE,
    "/wijk/a/inner.js": 'import"./late.js"',
    "/wijk/a/shared.js": 'import("./late.js");export const x=1',
  });
  const found = reach(dist, "/wijk/index.html");
  expect(found.initial).toContain("/wijk/a/late.js");
  expect(found.lazy).toEqual([]);
});

test("scripts that import each other are followed once", () => {
  const dist = folderOf({ ...SITE, "/wijk/a/shared.js": 'import"./main.js";export const x=1' });
  expect(reach(dist, "/wijk/index.html").initial).toHaveLength(4);
});

test("[SI12] the kept files are the page and what it reaches, and nothing of the leeszone", () => {
  const files = [...liveFiles(folderOf(SITE)).keys()].sort();
  expect(files).toEqual([
    "/a/live.css",
    "/wijk/",
    "/wijk/a/inner.js",
    "/wijk/a/late.js",
    "/wijk/a/later.js",
    "/wijk/a/main.js",
    "/wijk/a/shared.js",
    "/wijk/a/worker.js",
    "/wijk/icon.svg",
  ]);
});

test("a file that is named but not built stops the build with its name", () => {
  const { "/wijk/a/worker.js": _, ...rest } = SITE;
  expect(() => reach(folderOf(rest), "/wijk/index.html")).toThrow("/wijk/a/worker.js");
});

test("[SI12] a script outside /wijk/ stops the build: as a worker it would not start without a network", () => {
  const dist = folderOf({ "/wijk/index.html": '<script src="/_astro/main.js"></script>', "/_astro/main.js": "1" });
  expect(() => liveFiles(dist)).toThrow("/_astro/main.js");
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { answer } from "./answer.ts";
import { cacheName, integrities, serviceWorker } from "./bundle.ts";

const ORIGIN = "https://wijk.example";
const FILES = new Set(["/wijk/", "/wijk/icon.svg", "/_astro/main.js"]);
const ask = (path: string, mode = "no-cors", method = "GET") =>
  answer({ method, mode, url: new URL(path, ORIGIN).href }, ORIGIN, "/wijk/", FILES);

test("[SI13] a kept file answers for its path, with any query", () => {
  expect(ask("/_astro/main.js")).toBe("/_astro/main.js");
  expect(ask("/wijk/icon.svg?v=2", "navigate")).toBe("/wijk/icon.svg");
});

test("[SI13] a navigation below /wijk/ gets the page", () => {
  expect(ask("/wijk/", "navigate")).toBe("/wijk/");
  expect(ask("/wijk/?van=poster", "navigate")).toBe("/wijk/");
  expect(ask("/wijk/nergens/", "navigate")).toBe("/wijk/");
});

test("[SI13] the leeszone, sockets' neighbours, other hosts and other methods go to the network", () => {
  expect(ask("/", "navigate")).toBeUndefined();
  expect(ask("/vragen/", "navigate")).toBeUndefined();
  expect(ask("/wijken/", "navigate")).toBeUndefined();
  expect(ask("/health")).toBeUndefined();
  expect(ask("/wijk/sw.js")).toBeUndefined();
  expect(ask("/wijk/", "navigate", "POST")).toBeUndefined();
  expect(ask("https://elders.example/wijk/", "navigate")).toBeUndefined();
});

test("[SI13] whatever is asked, the answer is a kept file or none", () => {
  fc.assert(
    fc.property(fc.webPath(), fc.constantFrom("navigate", "cors", "no-cors"), (path, mode) => {
      const given = ask(path.startsWith("//") ? "/" : path || "/", mode);
      return given === undefined || FILES.has(given);
    }),
  );
});

const bytes = (text: string) => new TextEncoder().encode(text);
const files = (text: string) =>
  integrities(
    new Map([
      ["/wijk/", bytes(text)],
      ["/a.css", bytes("p{}")],
    ]),
  );

test("[SI14] the cache's name follows its contents and nothing else", () => {
  const reversed = new Map([
    ["/a.css", bytes("p{}")],
    ["/wijk/", bytes("<p>")],
  ]);
  expect(cacheName(integrities(reversed))).toBe(cacheName(files("<p>")));
  expect(cacheName(files("<p> "))).not.toBe(cacheName(files("<p>")));
});

test("[SI14] the integrity of a file is its SHA-256", () => {
  expect(integrities(new Map([["/x", bytes("abc")]]))).toEqual({
    "/x": "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
  });
});

test("the compiled service worker is one classic script under 4 KiB besides its list", async () => {
  const code = await serviceWorker(files("<p>"));
  expect(code).not.toMatch(/^\s*(import|export)\b/m);
  expect(code).toContain(cacheName(files("<p>")));
  expect(code.length).toBeLessThan(4096);
});

import { expect, test } from "vitest";
import { headersFor } from "./headers.ts";

test("[RE3] a strange Host is not repeated in the policy", () => {
  for (const host of ["a b", "x; script-src *", "x,y", "x'", "", "http://x", `${"a".repeat(300)}`, "x:99999999"]) {
    const policy = headersFor("/wijk/", [host])["Content-Security-Policy"] ?? "";
    expect(policy.split("; ")).toContain("connect-src 'self'");
  }
  for (const host of ["localhost:4321", "192.168.1.2:80", "[::1]:4321", "wijk.example"]) {
    const policy = headersFor("/wijk/", [host])["Content-Security-Policy"] ?? "";
    expect(policy.split("; ")).toContain(`connect-src 'self' ws://${host} wss://${host}`);
  }
});

test("[RE3] a page may connect to every name of its relay, and a strange one is left out", () => {
  const policy = headersFor("/wijk/", ["a.example", "; evil", "b.example"])["Content-Security-Policy"] ?? "";
  const both = "connect-src 'self' ws://a.example wss://a.example ws://b.example wss://b.example";
  expect(policy.split("; ")).toContain(both);
});

test("[RE2] the page that searches runs this host's scripts and connects nowhere; its worker alone compiles WebAssembly", () => {
  const policy = (path: string) => headersFor(path, ["localhost:1"])["Content-Security-Policy"]?.split("; ") ?? [];
  for (const path of ["/zoeken/", "/en/zoeken/", "/zoeken/index.html"]) {
    expect(policy(path), path).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "worker-src 'self'"]),
    );
    expect(policy(path).join(), path).not.toMatch(/connect-src|unsafe/);
  }
  expect(policy("/pagefind/pagefind-worker.js")).toEqual([
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "connect-src 'self'",
  ]);
  for (const path of ["/", "/vragen/zoeken/", "/zoeken/x/", "/zoeken.html", "/wijk/", "/pagefind/pagefind.js"]) {
    expect(policy(path).join(), path).not.toContain("wasm");
    if (path !== "/wijk/" && !path.endsWith(".js")) expect(policy(path).join(), path).not.toContain("script-src");
  }
});

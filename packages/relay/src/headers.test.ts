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

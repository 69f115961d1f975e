import { readFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import { chooseVerify, type Verify, verifyWithNoble, verifyWithWebCrypto, wellFormed } from "@wijkkit/envelope";
import nacl from "tweetnacl";
import { describe, expect, test } from "vitest";
import { disagreements, EDGES } from "./ed25519.ts";
import { edges } from "./make-torsion.ts";

const unguarded = {
  noble: async (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    signature.length === 64 && ed25519.verify(signature, message, key, { zip215: false }),
  tweetnacl: async (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    signature.length === 64 && nacl.sign.detached.verify(message, signature, key),
} satisfies Record<string, Verify>;

const paths: Record<string, Verify> = {
  WebCrypto: verifyWithWebCrypto,
  noble: async (key, message, signature) => verifyWithNoble(key, message, signature),
  tweetnacl: async (key, message, signature) =>
    wellFormed(key, signature) && nacl.sign.detached.verify(message, signature, key),
};

describe("one answer everywhere", () => {
  for (const [name, verify] of Object.entries(paths)) {
    test(`[EN15] ${name} answers every published and crafted edge case rightly`, async () => {
      expect(await disagreements(verify)).toEqual([]);
    });
  }

  test("[EN16] so does whichever path is chosen, with and without WebCrypto", async () => {
    expect(await disagreements(await chooseVerify())).toEqual([]);
    expect(await disagreements(await chooseVerify(null))).toEqual([]);
  });

  test("[EN15] the cases bite: the libraries, asked as they come, answer many of them otherwise", async () => {
    const torsioned = EDGES.filter(({ note }) => note.startsWith("torsion"));
    expect((await disagreements(unguarded.noble, torsioned)).length).toBeGreaterThan(46);
    const smallOrder = EDGES.filter(({ note }) => note.startsWith("R of small order"));
    expect(await disagreements(unguarded.tweetnacl, smallOrder)).toHaveLength(smallOrder.length);
  });

  test("[EN15] torsion in R, in A and in both is there, in signatures that hold and that do not", () => {
    const crafted = (pattern: RegExp) => EDGES.filter(({ note }) => pattern.test(note)).map(({ answer }) => answer);
    expect(new Set(crafted(/^torsion 0 in A, [1-7] in R/))).toEqual(new Set([false]));
    expect(new Set(crafted(/^torsion [1-7] in A, 0 in R/))).toEqual(new Set([true, false]));
    expect(new Set(crafted(/^torsion [1-7] in A, [1-7] in R/))).toEqual(new Set([true, false]));
    expect(crafted(/^torsion/).length).toBeGreaterThanOrEqual(48);
  });

  test("[EN15] the crafted cases are what make-torsion.ts makes", () => {
    const file = readFileSync(`${import.meta.dirname}/ed25519-torsion.json`, "utf8");
    expect(JSON.parse(file)).toEqual(edges());
  });
});

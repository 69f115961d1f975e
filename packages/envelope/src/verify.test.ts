import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keysOf } from "../../../test/support/lane.ts";
import { EDGES } from "../../../test/vectors/ed25519.ts";
import { chooseVerify, unhex, type Verify, verifyWithNoble, verifyWithWebCrypto, wellFormed } from "./index.ts";

const keys = keysOf("Noor");
const message = new TextEncoder().encode("Wie heeft een ladder te leen?");
const signature = ed25519.sign(message, keys.secret);
const noble: Verify = async (...given) => verifyWithNoble(...given);
const paths: Record<string, Verify> = { WebCrypto: verifyWithWebCrypto, noble };

/** R and S of the good signature, one of them replaced. */
const withR = (r: string) => Buffer.concat([unhex(r), signature.subarray(32)]);
const withS = (s: string) => Buffer.concat([signature.subarray(0, 32), unhex(s)]);

const NOT_BELOW_P = "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
const NEGATIVE_ZERO = "0100000000000000000000000000000000000000000000000000000000000080";
const L = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
const L_MINUS_1 = `ec${L.slice(2)}`;
const ORDER_8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85";

describe("before any library", () => {
  test("[EN12] lengths are checked", () => {
    expect(wellFormed(keys.public, signature)).toBe(true);
    expect(wellFormed(keys.public.subarray(1), signature)).toBe(false);
    expect(wellFormed(Buffer.concat([keys.public, Buffer.of(0)]), signature)).toBe(false);
    expect(wellFormed(keys.public, signature.subarray(1))).toBe(false);
    expect(wellFormed(keys.public, Buffer.concat([signature, Buffer.of(0)]))).toBe(false);
  });

  test("[EN12] S is below L", () => {
    expect(wellFormed(keys.public, withS(L_MINUS_1))).toBe(true);
    expect(wellFormed(keys.public, withS(L))).toBe(false);
    expect(wellFormed(keys.public, withS("ff".repeat(32)))).toBe(false);
  });

  test("[EN12] A and R are encoded in the one canonical way", () => {
    for (const odd of [NOT_BELOW_P, NEGATIVE_ZERO, "ff".repeat(32)]) {
      expect(wellFormed(unhex(odd), signature)).toBe(false);
      expect(wellFormed(keys.public, withR(odd))).toBe(false);
    }
  });

  test("[EN13] neither A nor R has small order", () => {
    for (const small of ["00".repeat(32), `01${"00".repeat(31)}`, ORDER_8]) {
      expect(wellFormed(unhex(small), signature)).toBe(false);
      expect(wellFormed(keys.public, withR(small))).toBe(false);
    }
  });
});

describe("verifying", () => {
  for (const [name, verify] of Object.entries(paths)) {
    test(`[EN15] ${name} takes what was signed, and refuses another message, key or signature`, async () => {
      expect(await verify(keys.public, message, signature)).toBe(true);
      expect(await verify(keys.public, message.subarray(1), signature)).toBe(false);
      expect(await verify(keysOf("Samir").public, message, signature)).toBe(false);
      expect(await verify(keys.public, message, ed25519.sign(message, keysOf("Samir").secret))).toBe(false);
    });

    test(`[EN17] ${name} answers arbitrary bytes with no`, async () => {
      const bytes = fc.uint8Array({ maxLength: 70 });
      const point = fc.uint8Array({ minLength: 32, maxLength: 32 });
      const pair = fc.uint8Array({ minLength: 64, maxLength: 64 });
      await fc.assert(
        fc.asyncProperty(fc.oneof(bytes, point), bytes, fc.oneof(bytes, pair), async (key, text, given) => {
          expect(await verify(key, text, given)).toBe(false);
        }),
      );
    });

    test(`[EN17] ${name} refuses a signature with any one bit changed`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(511), async (bit) => {
          const changed = Uint8Array.from(signature);
          changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(await verify(keys.public, message, changed)).toBe(false);
        }),
      );
    });
  }

  test("[EN14] the noble path refuses what fits only with the cofactor, though noble's verify takes it", () => {
    const torsioned = EDGES.filter(({ note }) => note.startsWith("torsion"));
    for (const { publicKey, message: text, signature: given, answer } of torsioned) {
      const [key, bytes, pair] = [unhex(publicKey), unhex(text), unhex(given)];
      expect(ed25519.verify(pair, bytes, key)).toBe(true);
      expect(verifyWithNoble(key, bytes, pair)).toBe(answer);
    }
  });
});

/** A SubtleCrypto that answers everything alike, or that knows no Ed25519. */
function subtle(verify: () => Promise<boolean>, importKey: () => Promise<CryptoKey> = async () => ({}) as CryptoKey) {
  return { importKey, verify } as unknown as SubtleCrypto;
}

describe("choosing", () => {
  test("[EN16] without WebCrypto, and where it knows no Ed25519, noble answers", async () => {
    const unknown = subtle(
      async () => true,
      () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")),
    );
    for (const given of [null, unknown]) {
      const verify = await chooseVerify(given);
      expect(await verify(keys.public, message, signature)).toBe(true);
      expect(await verify(keys.public, message.subarray(1), signature)).toBe(false);
    }
  });

  test("[EN16] a WebCrypto that answers with the cofactor, or always the same, is not chosen", async () => {
    for (const always of [true, false]) {
      const verify = await chooseVerify(subtle(async () => always));
      expect(await verify(keys.public, message, signature)).toBe(true);
      expect(await verify(keys.public, message.subarray(1), signature)).toBe(false);
    }
  });

  test("[EN16] a good WebCrypto is chosen, and asked", async () => {
    const real = globalThis.crypto.subtle;
    let asked = 0;
    const counting = {
      importKey: real.importKey.bind(real),
      verify: (...given: Parameters<SubtleCrypto["verify"]>) => {
        asked++;
        return real.verify(...given);
      },
    } as unknown as SubtleCrypto;
    const verify = await chooseVerify(counting);
    asked = 0;
    expect(await verify(keys.public, message, signature)).toBe(true);
    expect(asked).toBe(1);
  });
});

import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import { passphraseKey } from "./passphrase.ts";

const salt = Uint8Array.from({ length: 16 }, (_, n) => n);

test("[SE40] a passphrase is stretched by scrypt with N 2^15, r 8, p 3, as Node's own OpenSSL does it", async () => {
  const key = await passphraseKey("vier losse woorden hier", salt);
  const options = { N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 27 };
  expect(Buffer.from(key)).toEqual(scryptSync("vier losse woorden hier", salt, 32, options));
});

test("[SE40] what looks the same is the same; another word or another salt gives another key", async () => {
  const key = await passphraseKey("cafe\u0301 aan de gracht", salt);
  expect(await passphraseKey("caf\u00e9 aan de gracht", salt)).toEqual(key);
  expect(await passphraseKey("cafe aan de gracht", salt)).not.toEqual(key);
  expect(await passphraseKey("caf\u00e9 aan de gracht", salt.toReversed())).not.toEqual(key);
  expect(() => passphraseKey("caf\u00e9 aan de gracht", salt.slice(1))).toThrow(RangeError);
});

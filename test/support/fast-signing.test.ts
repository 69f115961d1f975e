import nacl from "tweetnacl";
import { expect, test } from "vitest";
import { signFast } from "./fast-signing.ts";

test("what Node signs and derives is what tweetnacl does, byte for byte", () => {
  const seeds = [1, 2, 3].map((n) => new Uint8Array(32).fill(n * 85));
  const answers = () =>
    seeds.map((seed) => {
      const { publicKey, secretKey } = nacl.sign.keyPair.fromSeed(seed);
      const signature = nacl.sign.detached(new TextEncoder().encode("hallo wijk"), secretKey);
      const box = nacl.box.keyPair.fromSecretKey(seed).publicKey;
      return [publicKey, secretKey, signature, box].map((bytes) => Buffer.from(bytes).toString("hex"));
    });
  const before = answers();
  signFast();
  expect(answers()).toEqual(before);
});

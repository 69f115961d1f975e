import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedRandom } from "../../../test/support/people.ts";
import { answerPairing, askToPair, openPairing, pairingNumber, readPairing } from "./index.ts";

const random = fixedRandom("pairing");

test("[ID23] what Noor's laptop asks her phone answers, for that laptop alone", () => {
  const [laptop, other] = [askToPair(random), askToPair(random)];
  const asked = readPairing(`\n ${laptop.text} `);
  expect(asked).toEqual({ device: laptop.keys.public });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (content) => {
      const answer = answerPairing(random, laptop.keys.public, content);
      expect(openPairing(answer, laptop.keys)).toEqual({ content });
      expect(openPairing(answer, other.keys)).toEqual({ reason: "key" });
    }),
    { numRuns: 20 },
  );
});

test("[ID24] both show one number of twelve digits, another for another device", () => {
  const numbers = Array.from({ length: 50 }, () => pairingNumber(askToPair(random).keys.public));
  expect(new Set(numbers).size).toBe(50);
  for (const number of numbers) expect(number).toMatch(/^\d{4} \d{4} \d{4}$/);
  const { keys } = askToPair(random);
  expect(pairingNumber(keys.public)).toBe(pairingNumber(keys.public.slice()));
});

test("[ID25] any other text gives a reason", () => {
  const { keys, text } = askToPair(random);
  for (let at = 0; at < text.length; at += 1) {
    const altered = text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
    expect(readPairing(altered)).toEqual({ reason: "form" });
    expect(readPairing(text.slice(0, at))).toEqual({ reason: at === 0 ? "empty" : "form" });
  }
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]*$/)), (any) => {
      expect(readPairing(any)).toHaveProperty("reason");
      expect(openPairing(any, keys)).toHaveProperty("reason");
    }),
  );
  expect(openPairing("A".repeat(100_000), keys)).toEqual({ reason: "form" });
});

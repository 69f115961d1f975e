import { expect, test } from "vitest";
import { fixedRandom } from "../../../test/support/people.ts";
import { newCard, recoveryKeys, safeKeys, safeSeed, seedFromCard } from "./index.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("[ID22] the safe follows from the card, and nothing else of the card from the safe", () => {
  const card = newCard(fixedRandom("Noor"));
  const seed = safeSeed(card);
  const { root, secret, owner } = safeKeys(seed);
  expect(safeKeys(safeSeed(card.slice()))).toEqual({ root, secret, owner });
  const all = [seed, root.public, secret, owner, seedFromCard(card, 0), seedFromCard(card, 1)];
  const shown = [...all, recoveryKeys(card).public, card].map(hex);
  expect(new Set(shown).size).toBe(shown.length);
  expect(hex(safeSeed(newCard(fixedRandom("Samir"))))).not.toBe(hex(seed));
  expect(() => safeKeys(new Uint8Array(31))).toThrow(RangeError);
});

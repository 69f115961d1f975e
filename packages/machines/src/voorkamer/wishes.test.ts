import { expect, test } from "vitest";
import { identity, refOf, Street } from "../vraagbaak/testing/street.ts";
import { answerWish, ownWish, SEALED_LIMIT, wish, wishes } from "./wishes.ts";

const NOW = 1_767_225_600_000;

test("[VK1] Bram wishes to be in the wijk, once, and everyone in the voorkamer can see that", () => {
  const street = new Street("Anna", "Bram");
  expect(wishes(street.table)).toEqual([]);
  street.act("Bram", (feed) => wish(feed, NOW));
  street.act("Bram", (feed) => wish(feed, NOW + 1));
  const ref = `${identity("Bram").slice(0, 16)}.wish`;
  expect(wishes(street.table)).toEqual([{ ref, owner: identity("Bram"), at: NOW, answers: [] }]);
  expect(ownWish(street.table, identity("Bram"))?.ref).toBe(ref);
  expect(ownWish(street.table, identity("Anna"))).toBeUndefined();
});

test("[VK2] answers belong to the wish they are to; what is none is ignored, and not written", () => {
  const street = new Street("Anna", "Bram", "Chloe");
  street.act("Bram", (feed) => wish(feed, NOW));
  const parent = `${identity("Bram").slice(0, 16)}.wish`;
  expect(street.act("Anna", (feed) => answerWish(feed, { parent, sealed: "abc_-1", at: NOW + 5 }))).toBeUndefined();
  street.act("Chloe", (feed) => answerWish(feed, { parent, sealed: "later", at: NOW + 9 }));
  street.act("Chloe", (feed) =>
    feed.create({ id: "other", kind: "welcome", at: NOW, fields: { parent, sealed: "x" } }),
  );
  expect(wishes(street.table)[0]?.answers).toEqual(["later", "abc_-1"]);
  for (const bad of [
    { parent: refOf("Bram", "vraag"), sealed: "abc" },
    { parent, sealed: "" },
    { parent, sealed: "a b" },
    { parent, sealed: "a".repeat(SEALED_LIMIT + 1) },
  ]) {
    expect(street.act("Anna", (feed) => answerWish(feed, { ...bad, at: NOW }))).toBe("too-long");
  }
  street.act("Anna", (feed) => answerWish(feed, { parent, sealed: "new", at: NOW + 6 }));
  expect(wishes(street.table)[0]?.answers).toEqual(["later", "new"]);
});

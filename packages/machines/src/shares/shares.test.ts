import { expect, test } from "vitest";
import { identity, Street } from "../vraagbaak/testing/street.ts";
import { sharesAsked } from "./asked.ts";
import { giveShares, keepShare, sharesOf, sharesTo } from "./shares.ts";

const NOW = 1_767_225_600_000;
const sealed = (letter: string) => letter.repeat(60);

test("[SH1] Anna gives shares, Bram says that he keeps his, and who is to keep one sees it", () => {
  const street = new Street("Anna", "Bram", "Chloe", "Mallory");
  const shares = [
    { to: identity("Bram"), sealed: sealed("b") },
    { to: identity("Chloe"), sealed: sealed("c") },
  ];
  expect(street.act("Anna", (feed) => giveShares(feed, shares, NOW))).toBeUndefined();
  const [asked] = sharesTo(street.table, identity("Bram"));
  expect(asked).toMatchObject({ owner: identity("Anna"), sealed: sealed("b"), isKept: false });
  expect(sharesTo(street.table, identity("Mallory"))).toEqual([]);
  expect(sharesAsked(street.table, identity("Bram"))).toBe(1);
  if (asked) street.act("Bram", (feed) => keepShare(feed, asked, NOW + 1));
  expect(sharesAsked(street.table, identity("Bram"))).toBe(0);
  expect(sharesOf(street.table, identity("Anna")).map(({ to, isKept }) => [to, isKept])).toEqual([
    [identity("Bram"), true],
    [identity("Chloe"), false],
  ]);
});

test("[SH2] nobody says for another that it is kept, and who kept an earlier share keeps no later one", () => {
  const street = new Street("Anna", "Bram", "Mallory");
  street.act("Anna", (feed) => giveShares(feed, [{ to: identity("Bram"), sealed: sealed("b") }], NOW));
  const [asked] = sharesTo(street.table, identity("Bram"));
  if (asked === undefined) throw new Error("Bram was asked");
  street.act("Mallory", (feed) => keepShare(feed, asked, NOW));
  expect(sharesOf(street.table, identity("Anna"))[0]?.isKept).toBe(false);
  street.act("Bram", (feed) => keepShare(feed, asked, NOW));
  expect(sharesOf(street.table, identity("Anna"))[0]?.isKept).toBe(true);
  street.act("Anna", (feed) => giveShares(feed, [{ to: identity("Bram"), sealed: sealed("n") }], NOW + 5));
  expect(sharesOf(street.table, identity("Anna"))[0]?.isKept).toBe(false);
});

test("[SH3] records that are no shares are ignored", () => {
  const street = new Street("Mallory", "Bram");
  const bad = [
    { id: "share:0", fields: { to: identity("Bram"), sealed: "kort" } },
    { id: "share:1", fields: { to: "Bram", sealed: sealed("b") } },
    { id: "share:x", fields: { to: identity("Bram"), sealed: sealed("b") } },
    { id: "share:2", fields: { to: identity("Bram"), sealed: "b".repeat(1_025) } },
  ];
  for (const { id, fields } of bad)
    street.act("Mallory", (feed) => feed.create({ id, kind: "share", at: NOW, fields }));
  expect(sharesTo(street.table, identity("Bram"))).toEqual([]);
});

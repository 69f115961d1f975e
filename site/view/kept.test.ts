import fc from "fast-check";
import { expect, test } from "vitest";
import { keptShown } from "./kept.ts";
import { phrases } from "./phrase.ts";

const nl = phrases(
  {
    "kept.not": "nog niet bewaard",
    "kept.device": "bewaard op dit apparaat",
    "kept.neighbours.one": "bij {n} buur",
    "kept.neighbours.other": "bij {n} buren",
    "kept.relay": "bij de doorgeefcomputer",
    "kept.waiting": "wacht op verbinding",
  },
  "nl",
);

const said = (device: boolean, neighbours: number, relay: boolean, mine = true, online = true) =>
  keptShown({ device, neighbours, relay }, mine, online, nl).places.join(" · ");

test("[SI23] a contribution says where it was confirmed to be", () => {
  expect(said(true, 0, false)).toBe("bewaard op dit apparaat");
  expect(said(true, 1, false)).toBe("bewaard op dit apparaat · bij 1 buur");
  expect(said(true, 2, true)).toBe("bewaard op dit apparaat · bij 2 buren · bij de doorgeefcomputer");
  expect(said(true, 0, false, true, false)).toBe("bewaard op dit apparaat · wacht op verbinding");
  expect(said(true, 1, false, true, false)).toBe("bewaard op dit apparaat · bij 1 buur");
});

test("[SI23] of a neighbour's contribution only this device is said, quietly", () => {
  expect(said(true, 0, false, false, false)).toBe("bewaard op dit apparaat");
  expect(said(true, 3, true, false)).toBe("bewaard op dit apparaat");
  expect(keptShown({ device: true, neighbours: 3, relay: true }, false, true, nl).how).toBe("quiet");
});

test("[SI23] before the commit nothing is said to be stored, whatever else is claimed", () => {
  fc.assert(
    fc.property(fc.nat(9), fc.boolean(), fc.boolean(), fc.boolean(), (neighbours, relay, mine, online) => {
      expect(said(false, neighbours, relay, mine, online)).toBe("nog niet bewaard");
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { exactTime, isoTime, moment, size } from "./moment.ts";

const NOW = Date.UTC(2025, 5, 15, 12);
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

test("[SI23] a time is said as people say it, and after a week as a date", () => {
  const said = (ago: number) => moment(NOW - ago, NOW, "nl");
  expect(said(10_000)).toBe("nu");
  expect(said(3 * MINUTE)).toBe("3 minuten geleden");
  expect(said(5 * 60 * MINUTE)).toBe("5 uur geleden");
  expect(said(DAY)).toBe("gisteren");
  expect(said(20 * DAY)).toBe("26 mei");
  expect(said(400 * DAY)).toBe("11 mei 2024");
});

test("[SI23] a neighbour's clock that runs ahead reads as now; no number breaks the page", () => {
  expect(moment(NOW + DAY, NOW, "nl")).toBe("nu");
  fc.assert(
    fc.property(fc.double(), (at) => {
      const some = Number.isFinite(at) && Math.abs(at) <= 8.64e15;
      for (const said of [moment(at, NOW, "nl"), isoTime(at), exactTime(at, "nl")]) expect(said !== "").toBe(some);
    }),
  );
});

test("[SI29] a size is said in the reader's notation", () => {
  expect(size(412, "nl")).toBe("412 byte");
  expect(size(361_000, "nl")).toBe("361 kB");
  expect(size(3_400_000, "nl")).toBe("3,4 MB");
});

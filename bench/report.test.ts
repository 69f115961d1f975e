import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { printed, quantile, row } from "./report.ts";

test("a median lies in the middle, quartiles halfway, whatever the order", () => {
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
  expect(quantile([7], 0.75)).toBe(7);
});

test("a row says how its median relates to another", () => {
  expect(row("ours", [30, 10, 20], 10)).toEqual({ name: "ours", median: 20, low: 15, high: 25, runs: 3, ratio: 2 });
  expect(row("plain", [1])).not.toHaveProperty("ratio");
});

test("a report is a table, sentences, and the same as JSON on its last line", () => {
  const report = {
    tables: [{ title: "post to visible", unit: "ms", rows: [row("plain", [10, 12, 11], 11), row("ours", [2200], 11)] }],
    notes: ["Ours stores first."],
  };
  const text = printed("live", report);
  expect(text.split("\n").slice(0, 3)).toEqual([
    "post to visible  median ms      quartiles  runs   ratio",
    "plain                 11.0    10.5 – 11.5     3    1.00",
    "ours                 2,200  2,200 – 2,200     1  200.00",
  ]);
  expect(text).toContain("\n\nOurs stores first.\n\n");
  expect(JSON.parse(text.split("\n").at(-1) ?? "")).toMatchObject({ bench: "live", ...report });
});

test.for(["", "snelheid", "toString"])("without the name of a bench there is (%s) it lists those there are", (name) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bench/bench.ts", name], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout).toBe("");
  for (const bench of ["pages", "crypto", "live", "join"]) expect(stderr).toContain(`npm run bench ${bench}`);
  expect(stderr.includes(`no bench "${name}"`)).toBe(name !== "");
});

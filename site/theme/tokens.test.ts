import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const source = readFileSync("site/theme/tokens.css", "utf8");
const [light = "", dark = ""] = source.split("@media (prefers-color-scheme: dark)");

function colours(css: string): Map<string, string> {
  return new Map(
    [...css.matchAll(/(--wk-[a-z0-9-]+):\s*(#[0-9a-f]{3,6});/g)].map(([, name = "", hex = ""]) => [name, hex]),
  );
}

const schemes = { light: colours(light), dark: new Map([...colours(light), ...colours(dark)]) };

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(scheme: Map<string, string>, one: string, other: string): number {
  const [a = 0, b = 0] = [one, other].map((name) => {
    const hex = scheme.get(`--wk-${name}`);
    if (hex === undefined) throw new Error(`no colour --wk-${name}`);
    return luminance(hex);
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const TEXT: readonly [string, string][] = [
  ...["paper", "surface", "sunk"].flatMap((ground): [string, string][] =>
    ["ink", "ink-soft", "brand", "brand-strong", "accent"].map((text) => [text, ground]),
  ),
  ["ink", "brand-soft"],
  ["ink-soft", "brand-soft"],
  ["brand-strong", "brand-soft"],
  ["accent", "accent-soft"],
  ["ink", "accent-soft"],
  ["on-brand", "brand"],
  ["on-brand", "brand-strong"],
  ["on-band", "band"],
  ["on-band-soft", "band"],
  ["on-band-soft", "band-deep"],
  ["on-mark", "mark"],
  ["mark", "band"],
  ["surface", "bad"],
  ...["good", "warn", "bad"].flatMap((state): [string, string][] => [
    [state, `${state}-soft`],
    [state, "surface"],
    ["ink", `${state}-soft`],
  ]),
];

const LINES: readonly [string, string][] = [
  ["line-strong", "paper"],
  ["line-strong", "surface"],
  ["ring", "paper"],
  ["ring", "surface"],
  ["ring-on-band", "band"],
];

test("white on black is 21:1, and grey #767676 on white just passes", () => {
  const known = new Map([
    ["--wk-a", "#fff"],
    ["--wk-b", "#000"],
    ["--wk-c", "#767676"],
  ]);
  expect(contrast(known, "a", "b")).toBeCloseTo(21);
  expect(contrast(known, "c", "a")).toBeCloseTo(4.54, 2);
});

test.for(["light", "dark"] as const)("[SI19] text stands out from its ground: %s", (scheme) => {
  const faint = TEXT.filter(([text, ground]) => contrast(schemes[scheme], text, ground) < 4.5);
  expect(faint).toEqual([]);
});

test.for(["light", "dark"] as const)("[SI19] lines and focus rings stand out: %s", (scheme) => {
  const faint = LINES.filter(([line, ground]) => contrast(schemes[scheme], line, ground) < 3);
  expect(faint).toEqual([]);
});

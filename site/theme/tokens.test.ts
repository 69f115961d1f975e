import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const STYLES = "site/theme/huisstijlen";
const styles = readdirSync(STYLES).filter((file) => file.endsWith(".css"));

function tokens(css: string): Map<string, string> {
  return new Map([...css.matchAll(/(--wk-[a-z0-9-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]));
}

/** A style's tokens in light and in dark. */
function schemesOf(file: string): Record<"light" | "dark", Map<string, string>> {
  const [light = "", dark = ""] = readFileSync(`${STYLES}/${file}`, "utf8").split(
    "@media (prefers-color-scheme: dark)",
  );
  return { light: tokens(light), dark: new Map([...tokens(light), ...tokens(dark)]) };
}

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

const cases = styles.flatMap((file) => (["light", "dark"] as const).map((scheme) => ({ file, scheme })));

test.for(cases)("[SI19] text, lines and focus rings stand out in $file, $scheme", ({ file, scheme }) => {
  const colours = schemesOf(file)[scheme];
  expect(TEXT.filter(([text, ground]) => contrast(colours, text, ground) < 4.5)).toEqual([]);
  expect(LINES.filter(([line, ground]) => contrast(colours, line, ground) < 3)).toEqual([]);
});

test("[SI60] every house style sets the same names, to tokens only, and names nothing outside itself", () => {
  expect(styles.length).toBeGreaterThan(1);
  const [first = "", ...others] = styles;
  const names = (file: string, scheme: "light" | "dark") => [...schemesOf(file)[scheme].keys()].sort();
  for (const file of others) {
    expect(names(file, "light"), file).toEqual(names(first, "light"));
    expect(schemesOf(file).dark.size, file).toBe(schemesOf(first).dark.size);
  }
  for (const file of styles) {
    const css = readFileSync(`${STYLES}/${file}`, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    expect(css, file).not.toMatch(/url\(|@import|\\/);
    expect(
      css
        .replace(/--wk-[a-z0-9-]+:[^;]+;/g, "")
        .replace(/\s+/g, " ")
        .trim(),
      file,
    ).toBe(":root { } @media (prefers-color-scheme: dark) { :root { } }");
  }
});

test("[SI60] every token that is set is used, and every one that is used is set", () => {
  const sheets = readdirSync("site/theme", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".css"),
  );
  const all = sheets.map((file) => readFileSync(`site/theme/${file}`, "utf8")).join("\n");
  const set = new Set([...all.matchAll(/(--wk-[a-z0-9-]+)\s*:/g)].map(([, name]) => name));
  const used = new Set([...all.matchAll(/var\((--wk-[a-z0-9-]+)/g)].map(([, name]) => name));
  expect([...set].filter((name) => !used.has(name))).toEqual([]);
  expect([...used].filter((name) => !set.has(name))).toEqual([]);
});

test("[SI60] of the components' own tokens only those are set that a component here reads", () => {
  const nl = readFileSync("site/theme/nl.css", "utf8");
  const names = ["button", "link", "skip-link", "data-badge", "heading", "paragraph", "number-badge"];
  const components = names.map((name) =>
    readFileSync(new URL(import.meta.resolve(`@nl-design-system-candidate/${name}-css/${name}.css`)), "utf8"),
  );
  const set = [...nl.matchAll(/(--nl-[a-z0-9-]+):/g)].map(([, name = ""]) => name);
  expect(set.filter((name) => !components.some((css) => css.includes(name)))).toEqual([]);
});

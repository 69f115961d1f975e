import type { Page } from "playwright-core";
import { expect } from "vitest";
import { barriers } from "./axe.ts";

const PHONE = { width: 360, height: 640 };
const DESKTOP = { width: 1280, height: 800 };

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

type Scheme = "light" | "dark";

/** No barrier, and no sideways scrolling, on a phone and a desktop, in light and dark; or each in one of the two. */
export async function accessible(page: Page, where: string, schemes?: readonly [Scheme, Scheme]): Promise<void> {
  for (const [nth, viewport] of [PHONE, DESKTOP].entries()) {
    await page.setViewportSize(viewport);
    expect(await sideways(page), `${where} scrolls sideways at ${viewport.width}`).toBeLessThanOrEqual(0);
    for (const colorScheme of ["light", "dark"] as const) {
      if (schemes && schemes[nth] !== colorScheme) continue;
      await page.emulateMedia({ colorScheme });
      expect(await barriers(page), `${where}, ${viewport.width} wide, ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

interface Stop {
  /** Place among the controls of the page, -1 for anything else. */
  nth: number;
  name: string;
  /** Whether a focus ring is drawn, and where, in CSS pixels of the viewport. */
  ring: boolean;
  top: number;
  bottom: number;
}

const CONTROLS = "a[href], button, input, select, textarea, summary";

const here = (page: Page) =>
  page.evaluate((selector): Stop | undefined => {
    const one = document.activeElement as HTMLElement | null;
    if (!one || one === document.body) return undefined;
    const shown = [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => each.checkVisibility());
    const { top, bottom } = one.getBoundingClientRect();
    const drawn = (style: CSSStyleDeclaration) =>
      style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    const ring = drawn(getComputedStyle(one)) || drawn(getComputedStyle(one, "::after"));
    return { nth: shown.indexOf(one), name: one.outerHTML.slice(0, 120), ring, top, bottom };
  }, CONTROLS);

/** Every control of the page is reached by Tab, in order, is seen when it is, and shows that it has the focus. */
export async function byKeyboard(page: Page, where: string): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "light" });
  const controls = await page.evaluate(
    (selector) => [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => one.checkVisibility()).length,
    CONTROLS,
  );
  const stops: Stop[] = [];
  for (let n = 0; n < controls; n += 1) {
    await page.keyboard.press("Tab");
    const stop = await here(page);
    if (stop) stops.push(stop);
  }
  const order = stops.map(({ nth }) => nth);
  expect(order, `${where}: controls reached by Tab`).toEqual([...Array(controls).keys()]);
  for (const { name, ring, top, bottom } of stops) {
    expect(ring, `${where}: no focus is seen on ${name}`).toBe(true);
    expect(bottom > 0 && top < PHONE.height, `${where}: outside the screen: ${name}`).toBe(true);
  }
}

/** At 200 % zoom (of 1280, and of the 640 a small screen has) the page only gets longer, and no text is cut off. */
export async function zoomed(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  for (const width of [640, 320]) {
    await page.setViewportSize({ width, height: 400 });
    expect(await sideways(page), `${where} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
  }
  const cut = await page.evaluate(() => {
    const hides = (one: Element) =>
      /hidden|clip/.test(`${getComputedStyle(one).overflowX} ${getComputedStyle(one).overflowY}`);
    const clipping = [...document.querySelectorAll("main *, footer *, header *, nav *")].filter(hides);
    return clipping.flatMap((box) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      const out: string[] = [];
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(text);
        const outside = [...range.getClientRects()].some(
          (rect) => rect.left < left - 1 || rect.right > right + 1 || rect.top < top - 1 || rect.bottom > bottom + 1,
        );
        if (outside && text.textContent?.trim()) out.push(text.textContent.slice(0, 80));
      }
      return out;
    });
  });
  expect(cut, `${where}: text is cut off`).toEqual([]);
}

/** In forced colours every link and button is told from text, by a line or an underline, and no text is on its own colour. */
export async function forced(page: Page, where: string): Promise<void> {
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ forcedColors: "active" });
  const lost = await page.evaluate(() => {
    const shown = (one: Element) => one.checkVisibility() && (one.textContent ?? "").trim() !== "";
    const links = [...document.querySelectorAll("main a[href], main button")].filter(shown);
    const flat = links.filter((one) => {
      const { textDecorationLine, borderTopWidth, borderTopStyle } = getComputedStyle(one);
      return textDecorationLine !== "underline" && (borderTopStyle === "none" || borderTopWidth === "0px");
    });
    const same = [...document.querySelectorAll("main *")].filter((one) => {
      const { color, backgroundColor } = getComputedStyle(one);
      return shown(one) && color === backgroundColor;
    });
    return [...flat, ...same].map((one) => one.outerHTML.slice(0, 120));
  });
  await page.emulateMedia({ forcedColors: "none" });
  expect(lost, `${where}, forced colours`).toEqual([]);
}

/** On paper the whole text is there, dark on white, and no menu. */
export async function onPaper(page: Page, where: string): Promise<void> {
  const text = (await page.getByRole("heading", { level: 1 }).innerText()).trim();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const { menus, heading, ink, paper } = await page.evaluate(() => ({
    menus: [...document.querySelectorAll("nav, .nl-skip-link")].filter((one) => one.checkVisibility()).length,
    heading: document.querySelector("h1")?.checkVisibility() ? document.querySelector("h1")?.textContent?.trim() : "",
    ink: getComputedStyle(document.querySelector("main h1") ?? document.body).color,
    paper: getComputedStyle(document.documentElement).backgroundColor,
  }));
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  expect({ menus, heading, ink, paper }, `${where}, printed`).toEqual({
    menus: 0,
    heading: text,
    ink: "rgb(0, 0, 0)",
    paper: "rgb(255, 255, 255)",
  });
}

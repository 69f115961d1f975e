import type { Page } from "playwright-core";
import type { State } from "../../../site/view/protocol.ts";
import type { Browser } from "../chromium.ts";
import type { ViewSite } from "./site.ts";

/** Opens a view over a fake client that begins in this state. */
export async function openView(browser: Browser, site: ViewSite, hash: string, state?: Partial<State>): Promise<Page> {
  const page = await browser.open();
  await page.addInitScript((initial) => {
    window.fakeState = initial;
  }, state);
  await page.goto(`${site.url}/wijk/${hash}`);
  await page.locator("h1").waitFor();
  if (state?.phase !== "loading") await page.locator("h1", { hasText: "gaat open" }).waitFor({ state: "detached" });
  return page;
}

/** Role and accessible name of everything that has both, as a screen reader would say them. */
export async function names(page: Page): Promise<{ role: string; name: string }[]> {
  const lines = (await page.locator("body").ariaSnapshot()).split("\n");
  return lines.flatMap((line) => {
    const [, role, name] = line.match(/^\s*- '?(\w+) "((?:[^"\\]|\\.)*)"/) ?? [];
    return role && name ? [{ role, name: JSON.parse(`"${name}"`) as string }] : [];
  });
}

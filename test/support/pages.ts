import type { Browser } from "./chromium.ts";

/** One page for reading of each kind; every page there is goes by in `test/long/every-page.test.ts`. */
export const KINDS: readonly string[] = [
  "/",
  "/vragen/",
  "/vragen/thema/gezondheid/",
  "/vragen/somber-of-geen-zin-meer/",
  "/agenda/reanimatie-leren/",
  "/wijken/achtse-barrier/",
  "/privacy/",
  "/zoeken/",
  "/en/",
];

/** Whether a page is the one that searches, the only one for reading with script. */
export const searches = (path: string): boolean => path.endsWith("/zoeken/");

/** Every page that can be reached by links from the home page, as paths; the live page is not followed. */
export async function readingPages(browser: Browser, origin: string): Promise<string[]> {
  const page = await browser.open();
  const seen = new Set(["/"]);
  for (const path of seen) {
    await page.goto(origin + path);
    const links = await page
      .locator("a[href]")
      .evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
    for (const link of links) {
      const url = new URL(link);
      if (url.origin === origin && !url.pathname.startsWith("/wijk/") && !/\.\w+$/.test(url.pathname))
        seen.add(url.pathname);
    }
  }
  await page.close();
  return [...seen].sort();
}

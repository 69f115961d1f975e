import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readingPages as builtPages } from "../../site/build/weigh.ts";
import { type Browser, launch } from "../support/chromium.ts";
import { readingPages, searches } from "../support/pages.ts";
import { accessible, byKeyboard, forced, onPaper, zoomed } from "../support/reading-access.ts";
import { leavesNoTrace, readsTheSame } from "../support/reading-trace.ts";
import { Relay } from "../support/relay.ts";
import { ROOT } from "../support/repository.ts";

let relay: Relay;
let browser: Browser;
let paths: string[];

beforeAll(async () => {
  relay = await Relay.start();
  browser = await launch();
  paths = await readingPages(browser, relay.url);
});
afterAll(async () => {
  await browser.close();
  await relay.remove();
});

test("every page that was built is reached by links, but the 404", () => {
  const built = builtPages(join(ROOT, "dist")).map((page) => page.replace(/index\.html$/, ""));
  expect(paths).toEqual(built.filter((page) => page !== "/404.html").sort());
  expect(paths.length).toBeGreaterThan(80);
});

test("[SI10] every page for reading leaves no trace", async () => {
  const fresh = await launch();
  await leavesNoTrace(
    fresh,
    relay.url,
    paths.filter((path) => !searches(path)),
  );
  await fresh.close();
});

test("every page for reading reads the same without JavaScript", async () => {
  const plain = await launch({ javaScriptEnabled: false });
  await readsTheSame(
    browser,
    plain,
    relay.url,
    paths.filter((path) => !searches(path)),
  );
  await plain.close();
});

test("[SI69] every page for reading is free of barriers, by keyboard, zoomed, in forced colours and on paper", async () => {
  const page = await browser.open();
  for (const [nth, path] of [...paths, "/404.html"].entries()) {
    await page.goto(relay.url + path);
    const language = await page.locator("html").getAttribute("lang");
    expect(language, path).toBe(path.startsWith("/en/") ? "en" : "nl");
    expect(await page.getByRole("heading", { level: 1 }).count(), path).toBe(1);
    await byKeyboard(page, path);
    // Every page in both, by turns the phone and the desktop.
    await accessible(page, path, nth % 2 === 0 ? ["light", "dark"] : ["dark", "light"]);
    await zoomed(page, path);
    await forced(page, path);
    await onPaper(page, path);
  }
});

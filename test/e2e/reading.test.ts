import { expect, onTestFinished, test } from "vitest";
import { type Browser, type LaunchOptions, launch } from "../support/chromium.ts";
import { readingPages } from "../support/pages.ts";
import { Relay } from "../support/relay.ts";

const searches = (path: string) => path.endsWith("/zoeken/");

async function served(options: LaunchOptions = {}): Promise<{ relay: Relay; browser: Browser; paths: string[] }> {
  const relay = await Relay.start();
  onTestFinished(() => relay.remove());
  const browser = await launch(options);
  onTestFinished(() => browser.close());
  const paths = await readingPages(browser, relay.url);
  expect(paths.length).toBeGreaterThan(3);
  return { relay, browser, paths };
}

test("[SI10] a page for reading asks only its own host, runs no script and stores nothing", async () => {
  const { relay, browser, paths } = await served();
  const asked: string[] = [];
  browser.context.on("request", (request) =>
    asked.push(`${request.method()} ${request.resourceType()} ${request.url()}`),
  );
  for (const path of paths.filter((one) => !searches(one))) {
    const page = await browser.open(relay.url + path);
    await page.mouse.wheel(0, 4000);
    await page.waitForLoadState("networkidle");
    expect(await page.locator("script:not([type='application/ld+json'])").count(), path).toBe(0);
    const kept = await page.evaluate(async () => ({
      cookie: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      name: window.name,
      state: history.state,
    }));
    const none = { cookie: "", local: 0, session: 0, databases: 0, caches: 0, workers: 0, name: "", state: null };
    expect(kept, path).toEqual(none);
    await page.close();
  }
  expect(await browser.context.cookies()).toEqual([]);
  expect(asked.filter((line) => !line.includes(` ${relay.url}/`))).toEqual([]);
  expect(asked.filter((line) => !line.startsWith("GET "))).toEqual([]);
  expect(asked.filter((line) => /^GET (script|fetch|xhr|websocket|eventsource|ping|beacon) /.test(line))).toEqual([]);
});

test("a page for reading reads the same without JavaScript", async () => {
  const { relay, browser, paths } = await served();
  const without = await launch({ javaScriptEnabled: false });
  onTestFinished(() => without.close());
  for (const path of paths.filter((one) => !searches(one))) {
    const [scripted, plain] = [await browser.open(relay.url + path), await without.open(relay.url + path)];
    const text = await plain.getByRole("main").innerText();
    expect(text.length, path).toBeGreaterThan(40);
    expect(await scripted.getByRole("main").innerText(), path).toBe(text);
    await Promise.all([scripted.close(), plain.close()]);
  }
});

test("the live page without JavaScript says in words what it needs", async () => {
  const { relay } = await served();
  const without = await launch({ javaScriptEnabled: false });
  onTestFinished(() => without.close());
  const page = await without.open(`${relay.url}/wijk/`);
  expect(await page.locator("body").innerText()).toMatch(/JavaScript/i);
});

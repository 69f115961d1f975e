import { expect } from "vitest";
import type { Browser } from "./chromium.ts";

/** Reading `paths` asks only their own host, with GETs, runs no script and stores nothing. */
export async function leavesNoTrace(browser: Browser, origin: string, paths: readonly string[]): Promise<void> {
  const asked: string[] = [];
  browser.context.on("request", (request) =>
    asked.push(`${request.method()} ${request.resourceType()} ${request.url()}`),
  );
  for (const path of paths) {
    const page = await browser.open(origin + path);
    await page.mouse.wheel(0, 4000);
    await page.waitForLoadState("load");
    await page.waitForTimeout(100);
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
  expect(asked.length).toBeGreaterThan(paths.length);
  expect(await browser.context.cookies()).toEqual([]);
  expect(asked.filter((line) => !line.includes(` ${origin}/`))).toEqual([]);
  expect(asked.filter((line) => !line.startsWith("GET "))).toEqual([]);
  expect(asked.filter((line) => /^GET (script|fetch|xhr|websocket|eventsource|ping|beacon) /.test(line))).toEqual([]);
}

/** `paths` say the same in `plain`, a browser without JavaScript, as in `scripted`. */
export async function readsTheSame(
  scripted: Browser,
  plain: Browser,
  origin: string,
  paths: readonly string[],
): Promise<void> {
  const [one, other] = [await scripted.open(), await plain.open()];
  for (const path of paths) {
    await Promise.all([one.goto(origin + path), other.goto(origin + path)]);
    const text = await other.getByRole("main").innerText();
    expect(text.length, path).toBeGreaterThan(40);
    expect(await one.getByRole("main").innerText(), path).toBe(text);
  }
  await Promise.all([one.close(), other.close()]);
}

import { expect, onTestFinished, test } from "vitest";
import { barriers } from "../support/axe.ts";
import { type Browser, type LaunchOptions, launch } from "../support/chromium.ts";
import { Relay } from "../support/relay.ts";

async function served(options: LaunchOptions = {}): Promise<{ relay: Relay; browser: Browser; asked: string[] }> {
  const relay = await Relay.start();
  onTestFinished(() => relay.remove());
  const browser = await launch(options);
  onTestFinished(() => browser.close());
  const asked: string[] = [];
  browser.context.on("request", (request) => asked.push(request.url().replace(relay.url, "")));
  return { relay, browser, asked };
}

test("[SI50, SI51, SI52] a word that is typed finds its page, and leaves the page nowhere", async () => {
  const { relay, browser, asked } = await served();
  const page = await browser.open(`${relay.url}/zoeken/`);
  await page.waitForLoadState("networkidle");
  const before = asked.filter((path) => !/^\/(zoeken\/|_astro\/.*\.css|icon\.svg|zoeken\/search\..*\.js)$/.test(path));
  expect(before).toEqual([]);
  expect(asked.length).toBeLessThanOrEqual(4);

  const field = page.getByRole("searchbox", { name: "Wat zoek je?", exact: true });
  await field.pressSequentially("slapen", { delay: 20 });
  const found = page.getByRole("list", { name: "Gevonden pagina's", exact: true });
  await found.getByRole("link", { name: /slaap/ }).first().waitFor();
  await expect.poll(() => page.getByRole("status").innerText()).toMatch(/^(\d+ pagina's|1 pagina) gevonden$/);
  expect(await found.locator("mark").count()).toBeGreaterThan(0);
  expect(await barriers(page)).toEqual([]);

  // Pagefind adds the time to one address, so that no old index is used. No address says what was typed.
  expect(asked.filter((path) => /slap|http|\?(?!ts=\d+$)/.test(path))).toEqual([]);
  expect(asked.some((path) => path.endsWith("pagefind-worker.js"))).toBe(true);
  expect(page.url()).toBe(`${relay.url}/zoeken/`);
  expect(
    await page.evaluate(() => [history.length, document.cookie, localStorage.length, sessionStorage.length]),
  ).toEqual([await page.evaluate(() => history.length), "", 0, 0]);
  // Neither the page's policy nor the worker's refused anything.
  expect(browser.consoleErrors).toEqual([]);

  await found.getByRole("link").first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/[a-z0-9/-]+\/$/);
});

test("[SI52] what is not found is said, an older answer is not shown, and it all goes by keyboard", async () => {
  const { relay, browser } = await served({ viewport: { width: 360, height: 640 } });
  const page = await browser.open(`${relay.url}/zoeken/`);
  const field = page.getByRole("searchbox");
  const status = page.getByRole("status");
  for (let n = 0; n < 20 && !(await field.evaluate((one) => one === document.activeElement)); n += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type("huisarts");
  const list = page.getByRole("list", { name: "Gevonden pagina's", exact: true });
  await list.getByRole("link").first().waitFor();
  await page.keyboard.press("Tab");
  await expect
    .poll(() =>
      list
        .getByRole("link")
        .first()
        .evaluate((one) => one === document.activeElement),
    )
    .toBe(true);
  await field.fill("xqzvb");
  await expect.poll(() => status.innerText()).toMatch(/^Niets gevonden/);
  expect(await list.getByRole("link").count()).toBe(0);
  // Words that follow each other faster than answers come: the last one counts.
  for (const words of ["slaap", "brief", "112", "brief gemeente"]) await field.fill(words);
  await list.getByRole("link", { name: /brief/ }).first().waitFor();
  await field.fill("");
  await expect.poll(() => list.getByRole("link").count()).toBe(0);
  expect(await status.innerText()).toBe("");
});

test("[SI52] without a connection that is said, and the next word tries again", async () => {
  const { relay, browser } = await served();
  const page = await browser.open(`${relay.url}/zoeken/`);
  await page.route("**/pagefind/**", (route) => route.abort());
  await page.getByRole("searchbox").fill("slapen");
  await expect.poll(() => page.getByRole("status").innerText()).toMatch(/^Zoeken lukt nu niet/);
  await page.unroute("**/pagefind/**");
  await page.getByRole("searchbox").fill("slaap");
  await page.getByRole("list", { name: "Gevonden pagina's", exact: true }).getByRole("link").first().waitFor();
});

test("[SI54] without JavaScript the page says so, and its lists work", async () => {
  const { relay, browser } = await served({ javaScriptEnabled: false });
  const page = await browser.open(`${relay.url}/zoeken/`);
  expect(await page.getByRole("main").innerText()).toContain("Zoeken kan alleen met JavaScript");
  expect(await page.getByRole("searchbox").isVisible()).toBe(false);
  await page.getByRole("main").getByRole("link", { name: "Gezondheid", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Gezondheid", exact: true }).waitFor();
});

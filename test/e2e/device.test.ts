import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { until } from "../support/until.ts";
import { ask, begin, goTo, inside, openQuestion, sees, stored } from "../support/wijk.ts";

/** All a page can find stored for its origin. */
async function storedThings(page: Page): Promise<string[]> {
  return page.evaluate(async () => [
    ...(await indexedDB.databases()).map(({ name }) => `database ${name}`),
    ...(await caches.keys()).map((name) => `cache ${name}`),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `service worker ${scope}`),
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...document.cookie.split("; ").filter((cookie) => cookie !== ""),
  ]);
}

test("nothing is stored before the joining button, and it says on Mijn gegevens what is stored after", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).click();
  await page.getByRole("textbox", { name: "Naam van de wijk", exact: true }).fill("Donderberg");
  await page.waitForTimeout(1000);
  expect(await storedThings(page)).toEqual([]);
  await page.close();
  const again = await fatma.open();
  await begin(again, "Donderberg", fatma.name);
  await goTo(again, "Mijn gegevens");
  await again.getByRole("heading", { name: "Mijn gegevens", exact: true }).waitFor();
  await again.getByRole("main").getByRole("listitem").nth(1).waitFor();
  expect((await storedThings(again)).some((thing) => thing.startsWith("database"))).toBe(true);
});

test("Wis dit apparaat leaves nothing: no database, no cache, no service worker", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  await begin(page, "Donderberg", fatma.name);
  await ask(page, "Blijft dit hier?");
  await stored(page, "Blijft dit hier?");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until("the page's files are kept", async () =>
    (await storedThings(page)).some((thing) => thing.startsWith("cache")),
  );

  await goTo(page, "Mijn gegevens");
  await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).click();
  await page.getByRole("button", { name: /^Ja, / }).click();
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).waitFor();
  await until("nothing is stored", async () => (await storedThings(page)).length === 0);
  const other = await fatma.open("/");
  expect(await storedThings(other)).toEqual([]);
  expect(await fatma.browser.context.cookies()).toEqual([]);
  await page.reload();
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).waitFor();
});

test("after joining, the wijk opens and takes words with the server gone", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  await begin(page, "Donderberg", fatma.name);
  await ask(page, "Gaat dit ook zonder internet?");
  await stored(page, "Gaat dit ook zonder internet?");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await hood.relay.kill();
  await fatma.goOffline();
  await page.close();

  const again = await fatma.open();
  await inside(again);
  await openQuestion(again, "Gaat dit ook zonder internet?");
  await again.reload();
  await inside(again);
  await ask(again, "En dit dan?");
  await stored(again, "En dit dan?");
  await fatma.crash();
  const later = await fatma.open();
  await goTo(later, "VraagBaak");
  await sees(later, "En dit dan?");
});

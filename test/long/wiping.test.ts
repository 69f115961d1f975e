import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, goTo, inside, stored } from "../support/wijk.ts";

test("[SI45] a full device that is wiped while it tries again says nothing of the wijk any more", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const first = await fatma.open();
  await begin(first, "Nieuwland", fatma.name);
  await ask(first, "Deze past nog.");
  await stored(first, "Deze past nog.");
  await fatma.crash();
  const line = await fatma.browser.context.newCDPSession(await fatma.open("/"));
  await line.send("Storage.overrideQuotaForOrigin", { origin: hood.relay.url, quotaSize: 1 });
  const page = await fatma.open();
  await inside(page);
  await goTo(page, "VraagBaak");
  await page.getByRole("button", { name: "Stel een vraag", exact: true }).click();
  await page.getByRole("textbox", { name: "Je vraag", exact: true }).fill("Deze past niet meer.");
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page.getByRole("main").getByText(/vol/i).first().waitFor();

  await goTo(page, "Mijn gegevens");
  await page.getByRole("button", { name: "Wis dit apparaat", exact: true }).click();
  await page.getByRole("button", { name: /^Ja, / }).click();
  const begins = page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true });
  await begins.waitFor();
  // Longer than the time after which words that could not be stored are tried again.
  await page.waitForTimeout(20_000);
  expect(await begins.isVisible()).toBe(true);
  expect(await page.getByText(/niets bewaren|niet gelukt|past niet meer/i).count()).toBe(0);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

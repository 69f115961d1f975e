import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, inside, inviteLink, stored } from "../support/wijk.ts";

const databases = (page: Page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

test("[SI44] an invitation that is only looked at stores nothing", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, jan] = [await hood.person("Fatma"), await hood.person("Jan")];
  const hers = await fatma.open();
  await begin(hers, "Westerpark", fatma.name);
  const his = await jan.open(await inviteLink(hers));
  await his.getByRole("heading", { name: "Doe mee in Westerpark", exact: true }).waitFor();
  await his.waitForTimeout(500);
  expect(await databases(his)).toEqual([]);
});

test("[SI44] a wijk that does not fit on the device is not begun by half", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  const line = await fatma.browser.context.newCDPSession(page);
  await line.send("Storage.overrideQuotaForOrigin", { origin: hood.relay.url, quotaSize: 1 });
  await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).click();
  await page.getByRole("textbox", { name: "Naam van de wijk", exact: true }).fill("Westerpark");
  await page.getByRole("textbox", { name: "Je naam in de wijk", exact: true }).fill("Fatma");
  await page.getByRole("button", { name: "Bewaar op dit apparaat en doe mee", exact: true }).click();
  await page
    .getByRole("main")
    .getByText(/\bvol\b|geen ruimte|te weinig ruimte/i)
    .first()
    .waitFor();
  expect(await databases(page)).toEqual([]);

  await line.send("Storage.overrideQuotaForOrigin", { origin: hood.relay.url });
  await page.getByRole("button", { name: "Bewaar op dit apparaat en doe mee", exact: true }).click();
  await inside(page);
  await ask(page, "Nu past het wel?");
  await stored(page, "Nu past het wel?");
});

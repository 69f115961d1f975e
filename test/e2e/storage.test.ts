import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood, type Person } from "../support/neighbourhood.ts";
import { ask, begin, contribution, goTo, inside, openQuestion, sees, stored } from "../support/wijk.ts";

const FULL = "Dit apparaat is vol";

/** A resident with one question stored, whose browser gives no byte more until `lift`. */
async function fullDevice(): Promise<{ fatma: Person; page: Page; lift: () => Promise<void> }> {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const before = await fatma.open();
  await begin(before, "Nieuwland", fatma.name);
  await ask(before, "Deze past nog.");
  await stored(before, "Deze past nog.");
  // Chromium remembers for half a minute how much room a database had: only a new start asks anew.
  await fatma.crash();
  const line = await fatma.browser.context.newCDPSession(await fatma.open("/"));
  const origin = hood.relay.url;
  await line.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  const page = await fatma.open();
  await inside(page);
  return { fatma, page, lift: async () => void (await line.send("Storage.overrideQuotaForOrigin", { origin })) };
}

async function askInVain(page: Page, title: string): Promise<void> {
  await goTo(page, "VraagBaak");
  await page.getByRole("button", { name: "Stel een vraag", exact: true }).click();
  await page.getByRole("textbox", { name: "Je vraag", exact: true }).fill(title);
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page.getByText(FULL).first().waitFor();
}

test("when storage is full the screen says so, the words stay in the form, and go when there is room again", async () => {
  const { page, lift } = await fullDevice();
  await askInVain(page, "Deze past niet meer.");
  expect(await page.getByRole("textbox", { name: "Je vraag", exact: true }).inputValue()).toBe("Deze past niet meer.");

  await lift();
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page.getByRole("heading", { name: "Deze past niet meer.", exact: true }).waitFor();
  await stored(page, "Deze past niet meer.");
  await page.reload();
  await goTo(page, "VraagBaak");
  await sees(page, "Deze past nog.");
  await sees(page, "Deze past niet meer.");
  expect(await contribution(page, "Deze past niet meer.").count()).toBe(1);
  expect(await page.getByText(FULL).count()).toBe(0);
});

test("what did not fit is not there after a restart, not half either, and what did fit is", async () => {
  const { fatma, page } = await fullDevice();
  await askInVain(page, "Deze past niet meer.");
  await fatma.crash();
  const again = await fatma.open();
  await openQuestion(again, "Deze past nog.");
  await goTo(again, "VraagBaak");
  await sees(again, "Deze past nog.");
  expect(await contribution(again, "Deze past niet meer.").count()).toBe(0);
});

test("where storage is blocked the page says so and what to do, and does not pretend", async () => {
  const hood = await Neighbourhood.found();
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  const fatma = await hood.person("Fatma", { preferences });
  const page = await fatma.open();
  expect(
    await page.evaluate(() =>
      Promise.resolve()
        .then(() => localStorage.length)
        .catch(() => "blocked"),
    ),
  ).toBe("blocked");
  await page.getByText("Deze browser mag hier niets bewaren").first().waitFor();
  expect(await page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true }).count()).toBe(0);
  expect(await page.getByRole("navigation", { name: "Wijk", exact: true }).count()).toBe(0);
});

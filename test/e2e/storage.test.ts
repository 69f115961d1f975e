import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { ask, begin, contribution, goTo, inside, openQuestion, sees, stored } from "../support/wijk.ts";

test("when storage is full the words stay in the form, the screen says so, and nothing is half-written", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  await begin(page, "Nieuwland", fatma.name);
  await ask(page, "Deze past nog.");
  await stored(page, "Deze past nog.");
  const line = await fatma.browser.context.newCDPSession(page);
  const origin = hood.relay.url;
  await line.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });

  await goTo(page, "VraagBaak");
  await page.getByRole("button", { name: "Stel een vraag", exact: true }).click();
  await page.getByRole("textbox", { name: "Je vraag", exact: true }).fill("Deze past niet meer.");
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page
    .getByRole("main")
    .getByText(/\bvol\b|geen ruimte|te weinig ruimte/i)
    .first()
    .waitFor();
  expect(await page.getByRole("textbox", { name: "Je vraag", exact: true }).inputValue()).toBe("Deze past niet meer.");

  await line.send("Storage.overrideQuotaForOrigin", { origin });
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page.getByRole("heading", { name: "Deze past niet meer.", exact: true }).waitFor();
  await stored(page, "Deze past niet meer.");
  await page.reload();
  await inside(page);
  await goTo(page, "VraagBaak");
  await sees(page, "Deze past nog.");
  await sees(page, "Deze past niet meer.");
  expect(await contribution(page, "Deze past niet meer.").count()).toBe(1);
});

test("what did not fit is not there after a restart, and what did is", async () => {
  const hood = await Neighbourhood.found();
  const fatma = await hood.person("Fatma");
  const page = await fatma.open();
  await begin(page, "Nieuwland", fatma.name);
  await ask(page, "Deze past nog.");
  await stored(page, "Deze past nog.");
  const line = await fatma.browser.context.newCDPSession(page);
  await line.send("Storage.overrideQuotaForOrigin", { origin: hood.relay.url, quotaSize: 1 });
  await goTo(page, "VraagBaak");
  await page.getByRole("button", { name: "Stel een vraag", exact: true }).click();
  await page.getByRole("textbox", { name: "Je vraag", exact: true }).fill("Deze past niet meer.");
  await page.getByRole("button", { name: "Plaats vraag", exact: true }).click();
  await page
    .getByRole("main")
    .getByText(/\bvol\b|geen ruimte|te weinig ruimte/i)
    .first()
    .waitFor();

  await fatma.crash();
  const again = await fatma.open();
  await inside(again);
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
  await page
    .getByText(/opslag|bewaren|cookies/i)
    .first()
    .waitFor();
  const beginning = page.getByRole("button", { name: "Begin een nieuwe wijk", exact: true });
  if ((await beginning.count()) > 0) {
    await beginning.click();
    await page.getByRole("textbox", { name: "Naam van de wijk", exact: true }).fill("Nieuwland");
    await page.getByRole("textbox", { name: "Je naam in de wijk", exact: true }).fill("Fatma");
    await page.getByRole("button", { name: "Bewaar op dit apparaat en doe mee", exact: true }).click();
  }
  await page
    .getByText(/blokkeer|geblokkeerd|staat .* niet toe|mag .* niet(s)? bewaren/i)
    .first()
    .waitFor();
  expect(await page.getByRole("navigation", { name: "Wijk", exact: true }).count()).toBe(0);
});

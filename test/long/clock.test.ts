import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood, type Person } from "../support/neighbourhood.ts";
import { ask, goTo, inviteLink, join } from "../support/wijk.ts";

const YEAR = 365 * 24 * 3_600_000;
const WORKER = /\/worker\.[\w-]+\.js$/;
const TITLE = "Van een andere tijd";
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name });

/** The clock of somebody's device, page and worker, is this much ahead. */
async function setClock({ browser: { context } }: Person, ahead: number): Promise<void> {
  const shift = `Date.now = ((now) => () => now() + ${ahead})(Date.now);`;
  await context.addInitScript(shift);
  await context.route(WORKER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${shift}${await response.text()}` });
  });
}

for (const [what, ahead] of [
  ["fast", YEAR],
  ["slow", -YEAR],
] as const) {
  test(`[SI101] a device whose clock is a year ${what} says so, takes part, and loses nothing`, async () => {
    const hood = await Neighbourhood.found();
    const { hers } = await hood.twoNeighbours();
    // A script that a test hands to Chromium comes from no address, and may open no line to loopback.
    const disableFeatures = ["LocalNetworkAccessChecks", "LocalNetworkAccessChecksWebSockets"];
    const kim = await hood.person("Kim", { disableFeatures });
    await setClock(kim, ahead);
    await ask(hers, "Wie heeft een ladder?");
    const invitation = await inviteLink(hers);
    const page = await kim.open(invitation);
    if (ahead > 0) {
      // Joined by such a clock an invitation would seem to be too old, and what is written would wait for a year.
      await page.getByRole("textbox", { name: "Je naam in de wijk", exact: true }).fill(kim.name);
      await button(page, "Bewaar op dit apparaat en doe mee").click();
    } else await join(page, kim.name);
    await page.getByText("De klok van dit apparaat lijkt verkeerd").first().waitFor();
    if (ahead < 0) {
      // Others take what is from long ago.
      await ask(page, TITLE);
      await goTo(hers, "VraagBaak");
      await link(hers, TITLE).waitFor();
    } else expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    await page.close();

    await kim.browser.context.unroute(WORKER);
    const again = await kim.open(invitation);
    if (ahead > 0) {
      await join(again, kim.name);
      await ask(again, TITLE);
    } else {
      await button(again, "Ga naar je wijk").click();
    }
    for (const there of [hers, again]) {
      await goTo(there, "VraagBaak");
      await link(there, TITLE).waitFor();
      await link(there, "Wie heeft een ladder?").waitFor();
    }
    expect(await again.getByText("De klok van dit apparaat").count()).toBe(0);
  });
}

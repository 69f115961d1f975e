import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Neighbourhood, type Person } from "../support/neighbourhood.ts";
import { ask, begin, goTo, inviteLink, join } from "../support/wijk.ts";

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

async function bring(hers: Page, someone: Person): Promise<Page> {
  const page = await someone.open(await inviteLink(hers));
  await join(page, someone.name);
  await page.getByRole("status").filter({ hasText: "Je doet mee" }).waitFor();
  return page;
}

/** What is written in the view Leden. */
const said = (page: Page, text: string | RegExp) => page.locator("main").getByText(text).first().waitFor();

test("[SI80] [SI81] [SI82] Fatma makes Samir beheerder, he removes Joost, who reads nothing that is written afterwards", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, samir, joost] = [await hood.person("Fatma"), await hood.person("Samir"), await hood.person("Joost")];
  const hers = await fatma.open();
  await begin(hers, "Middelland", fatma.name);
  const his = await bring(hers, samir);
  const gone = await bring(hers, joost);
  await ask(gone, "Wie leent mij een boor?");
  await goTo(his, "VraagBaak");
  await his.getByRole("link", { name: "Wie leent mij een boor?" }).waitFor();

  await goTo(hers, "Leden");
  await said(hers, "uitgenodigd door Fatma");
  await button(hers, "Andere rol voor Samir").click();
  await hers.getByRole("combobox", { name: "Rol van Samir", exact: true }).selectOption("beheerder");
  await said(hers, "Een beheerder kan iedereen uitnodigen");
  await button(hers, "Bewaar de rol").click();
  await said(hers, /Fatma gaf Samir een andere rol: beheerder/);

  await goTo(his, "Leden");
  await button(his, "Verwijder Joost uit de wijk").click();
  await said(his, "Joost leest niets van wat jullie daarna schrijven.");
  await button(his, "Ja, verwijder Joost").click();
  await said(his, /Samir verwijderde Joost/);
  await gone.getByText("Je doet niet meer mee in deze wijk").first().waitFor();
  expect(await button(gone, "Stel een vraag").count()).toBe(0);

  await ask(hers, "Wie komt zaterdag eten?");
  await goTo(his, "VraagBaak");
  await his.getByRole("link", { name: "Wie komt zaterdag eten?" }).waitFor();
  await his.getByRole("link", { name: "Wie leent mij een boor?" }).waitFor();
  await ask(his, "Zullen we een lijst maken?");
  await goTo(hers, "VraagBaak");
  await hers.getByRole("link", { name: "Zullen we een lijst maken?" }).waitFor();
  await goTo(gone, "VraagBaak");
  await gone.getByRole("link", { name: "Wie leent mij een boor?" }).waitFor();
  expect(await gone.getByRole("link", { name: "Wie komt zaterdag eten?" }).count()).toBe(0);

  // Who comes now gets the new lock, and reads what was written under the old one as well.
  const wim = await hood.person("Wim");
  const new_ = await bring(hers, wim);
  await goTo(new_, "VraagBaak");
  for (const title of ["Wie leent mij een boor?", "Wie komt zaterdag eten?", "Zullen we een lijst maken?"]) {
    await new_.getByRole("link", { name: title }).waitFor();
  }
});
